"""Root programmes that trust a CA only up to a date: `distrust.toml`, with the source of each rule."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from bot.clock import utc_minute
from bot.diagnostics.trust.parsed import Parsed


class Programme(StrEnum):
    """Whose decision it is."""

    MOZILLA = "Mozilla"
    CHROME = "Chrome"


class ComparedBy(StrEnum):
    """What a rule's date is compared with."""

    TIMESTAMP = "sct"
    NOT_BEFORE = "not-before"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DistrustRule:
    """One decision of one programme about the roots of one operator."""

    programme: Programme
    operator: str
    by: ComparedBy
    after: datetime
    """The last moment that is still trusted."""
    source: str
    roots: tuple[tuple[str, str], ...]
    """Patterns of common name and organization."""

    def covers(self, name: x509.Name) -> bool:
        """Whether a root of this name is meant."""
        common_name = _attribute(name, NameOID.COMMON_NAME) or _attribute(
            name, NameOID.ORGANIZATIONAL_UNIT_NAME
        )
        organization = _attribute(name, NameOID.ORGANIZATION_NAME)
        return any(
            fnmatchcase(common_name, pattern) and organization == wanted for pattern, wanted in self.roots
        )

    def applies(self, leaf: Parsed, now: datetime) -> bool:
        """Whether the programme does not trust ``leaf``, because it is too late.

        Chrome goes by the earliest timestamp of a log, since a CA cannot set that one back. Where the certificate
        holds none, they may come with the handshake, and notBefore has to do.
        """
        if self.by is ComparedBy.REMOVED:
            return now > self.after
        issued_at = leaf.certificate.not_valid_before_utc
        if self.by is ComparedBy.TIMESTAMP:
            issued_at = min(_timestamps(leaf), default=issued_at)
        return issued_at > self.after

    @property
    def sentence(self) -> str:
        """What it is about."""
        if self.by is ComparedBy.REMOVED:
            return f"{self.programme} trusts no certificate of {self.operator} since {utc_minute(self.after)}"
        what = "logged" if self.by is ComparedBy.TIMESTAMP else "dated"
        return (
            f"{self.programme} trusts no certificate of {self.operator} that is {what} after"
            f" {utc_minute(self.after)}"
        )


def distrust(programme: Programme, root: x509.Name, leaf: Parsed, now: datetime) -> DistrustRule | None:
    """The rule by which the programme does not trust ``leaf`` below a root of this name; None where there is none."""
    return next(
        (
            rule
            for rule in rules()
            if rule.programme is programme and rule.covers(root) and rule.applies(leaf, now)
        ),
        None,
    )


@functools.cache
def rules() -> tuple[DistrustRule, ...]:
    """All of them, read when first needed."""
    # Imported here: most runs of the command look at a chain or two, and start quickly.
    import tomllib
    from importlib.resources import files

    content = files(__package__).joinpath("distrust.toml").read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in tomllib.loads(content)["rule"])


def _rule(entry: Mapping[str, Any]) -> DistrustRule:
    return DistrustRule(
        programme=Programme(entry["programme"]),
        operator=entry["operator"],
        by=ComparedBy(entry["by"]),
        after=entry["after"].astimezone(UTC),
        source=entry["source"],
        roots=tuple((name, organization) for name, organization in entry["roots"]),
    )


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _timestamps(leaf: Parsed) -> Sequence[datetime]:
    embedded = leaf.extension(x509.PrecertificateSignedCertificateTimestamps)
    return [each.timestamp.replace(tzinfo=UTC) for each in embedded or ()]
