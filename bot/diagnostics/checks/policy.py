"""The operator's policy: which certificates may be where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.diagnostics.checks.policy_document import (
    AuthorityEntry,
    KeyRule,
    PolicyDocument,
    PolicyRule,
    read_policy_document,
)
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.checks import PolicyViolation
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible

DAY = timedelta(days=1)
_FINGERPRINT = "sha256:"


@dataclass(frozen=True, slots=True)
class OperatorPolicy:
    """A policy that was read."""

    document: PolicyDocument

    @classmethod
    def load(cls, path: str | Path) -> "OperatorPolicy":
        """Read the policy file.

        Raises:
            PolicyFileError: It cannot be read or does not fit; the sentence begins with file and line.
        """
        return cls(read_policy_document(Path(path)))

    def violations(
        self, facts: CertificateFacts, target: Target, issuers: Sequence[str] = ()
    ) -> tuple[PolicyViolation, ...]:
        """What the certificate breaks.

        Args:
            facts: Of the certificate.
            target: Where it was seen: rules are for hosts.
            issuers: SHA-256 of the CA certificates on verified paths above it, hexadecimal. Without them only the
                issuer's name counts, which anybody can write into a certificate.
        """
        return tuple(
            PolicyViolation(facts.fingerprint_sha256, rule, sentence)
            for rule, sentence in self._violations(facts, target, issuers)
        )

    def _violations(
        self, facts: CertificateFacts, target: Target, issuers: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        inventory = self.document.inventory
        if inventory is not None and not any(_is_of(entry, facts, issuers) for entry in inventory):
            yield "inventory", f"The issuer {issuer_words(facts)} is in no inventory."
        for rule in self.document.rules:
            if _applies(rule, target):
                for kind, sentence in self._broken(rule, facts, issuers):
                    yield kind, f"The policy “{visible(rule.name)}” {sentence}."

    def _broken(
        self, rule: PolicyRule, facts: CertificateFacts, issuers: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        if rule.issuers is not None and not self._allowed(rule.issuers, facts, issuers):
            yield (
                "issuer",
                f"allows {_listed(rule.issuers)} as issuers, and {issuer_words(facts)} issued this one",
            )
        if rule.keys is not None and not any(_fits(key, facts) for key in rule.keys):
            allowed = _listed(
                f"{key.type} of at least {key.min_bits} bits" if key.min_bits else key.type
                for key in rule.keys
            )
            yield "key", f"allows {allowed} as keys, and this one is {facts.key}"
        lifetime = facts.not_after - facts.not_before
        if rule.max_lifetime_days is not None and lifetime > rule.max_lifetime_days * DAY:
            # The last second, which public CAs have to count, is forgiven: most tools add whole days.
            days = -(-lifetime // DAY)
            yield "lifetime", f"allows {rule.max_lifetime_days} days of validity, and this one has {days}"
        yield from _names_broken(rule, facts)

    def _allowed(self, allowed: Sequence[str], facts: CertificateFacts, issuers: Sequence[str]) -> bool:
        named = {each.casefold() for each in allowed}
        entries = [entry for entry in self.document.inventory or () if entry.name.casefold() in named]
        return _issued_by(allowed, facts, issuers) or any(_is_of(entry, facts, issuers) for entry in entries)


def _names_broken(rule: PolicyRule, facts: CertificateFacts) -> Iterator[tuple[str, str]]:
    if rule.names is not None:
        others = [name for name in facts.names if not any(covers(pattern, name) for pattern in rule.names)]
        if others:
            yield "name", f"allows names in {_listed(rule.names)}, and this one is also for {_listed(others)}"
    if not rule.wildcards and any(name.startswith("*.") for name in facts.names):
        yield "name", "allows no wildcards, and this one has one"


def issuer_words(facts: CertificateFacts) -> str:
    """The issuer as a person knows it: its name, and its organization where that says more."""
    name, organization = facts.issuer_name, facts.issuer_organization
    return f"{name} ({organization})" if organization and organization != name else name


def _is_of(entry: AuthorityEntry, facts: CertificateFacts, issuers: Sequence[str]) -> bool:
    return _issued_by(entry.issuers, facts, issuers)


def _issued_by(allowed: Iterable[str], facts: CertificateFacts, issuers: Sequence[str]) -> bool:
    names = {facts.issuer_name.casefold(), facts.issuer_organization.casefold()} - {""}
    return any(
        _fingerprint(each) in issuers if each.lower().startswith(_FINGERPRINT) else each.casefold() in names
        for each in allowed
    )


def _fingerprint(text: str) -> str:
    return text[len(_FINGERPRINT) :].replace(":", "").strip().lower()


def _fits(rule: KeyRule, facts: CertificateFacts) -> bool:
    wanted, key = rule.type.casefold(), facts.key.casefold()
    return (key == wanted or key.split(" ")[0] == wanted) and (facts.key_bits or 0) >= rule.min_bits


def _applies(rule: PolicyRule, target: Target) -> bool:
    if any(covers(pattern, target.host) for pattern in rule.except_for):
        return False
    return any(covers(pattern, target.host) for pattern in rule.applies_to)


def covers(pattern: str, name: str) -> bool:
    """Whether a pattern is for a name: itself, all, or for ``*.example.com`` every name below that."""
    wanted, given = pattern.lower().rstrip("."), name.lower().rstrip(".")
    if wanted in {"*", given}:
        return True
    return wanted.startswith("*.") and given.endswith(wanted[1:])


def _listed(parts: Iterable[str]) -> str:
    """The first five, and how many more there are."""
    shown = [visible(part, 100) for part in parts]
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
