"""What changed between two diagnoses of one target: a replacement is proven by more than a later date."""

from collections.abc import Iterator, Sequence

from bot.clock import utc_minute
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.checks import DnsRecords
from bot.diagnostics.model.comparison import Change, ChangeKind
from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.observation import Observation, Offer, Outcome
from bot.diagnostics.visible_text import visible

MAX_SHOWN_NAMES = 5
MAX_SHOWN_PURPOSES = 400
"""Characters. The earlier diagnosis may be a file that anybody wrote."""

_GRAVE = {
    ChangeKind.NOT_NEWER,
    ChangeKind.NAME_LOST,
    ChangeKind.PURPOSE_LOST,
    ChangeKind.KEY_REUSED,
    ChangeKind.SERVES_NO_MORE,
    ChangeKind.TLSA_CHANGED,
}
"""What can break clients, or disproves that a proper replacement is in place."""


def changes_since(
    earlier: Diagnosis, observations: Sequence[Observation], dns: DnsRecords | None
) -> tuple[Change, ...]:
    """What is different now, grave things first. Each change once, with all the addresses that show it."""
    found: dict[tuple[ChangeKind, str], list[str]] = {}
    for kind, sentence, address in _all_changes(earlier, observations, dns):
        addresses = found.setdefault((kind, sentence), [])
        if address and address not in addresses:
            addresses.append(address)
    changes = [
        Change(kind, sentence, tuple(addresses), grave=kind in _GRAVE)
        for (kind, sentence), addresses in found.items()
    ]
    return tuple(sorted(changes, key=lambda change: not change.grave))


_Seen = tuple[ChangeKind, str, str]


def _all_changes(
    earlier: Diagnosis, observations: Sequence[Observation], dns: DnsRecords | None
) -> Iterator[_Seen]:
    before = {seen.address: seen for seen in earlier.observations}
    after = {seen.address: seen for seen in observations}
    for address, seen in after.items():
        former = before.get(address)
        if former is None:
            yield ChangeKind.ADDRESS_APPEARED, "An address was not there before.", address
        else:
            yield from _of_address(former, seen)
    for address in before.keys() - after.keys():
        yield ChangeKind.ADDRESS_GONE, "An address is no longer there.", address
    former_tlsa = earlier.checks.dns.tlsa if earlier.checks.dns else None
    tlsa = dns.tlsa if dns else None
    if former_tlsa is not None and tlsa is not None and set(former_tlsa) != set(tlsa):
        yield ChangeKind.TLSA_CHANGED, "The TLSA records in DNS are others than before.", ""


def _of_address(before: Observation, after: Observation) -> Iterator[_Seen]:
    served = after.outcome is Outcome.SERVED
    if served != (before.outcome is Outcome.SERVED):
        kind = ChangeKind.SERVES_AGAIN if served else ChangeKind.SERVES_NO_MORE
        words = "A certificate is presented again." if served else f"It now {after.outcome_words}."
        yield kind, words, after.address
    leaves = {handshake.offer: handshake.leaf for handshake in before.handshakes}
    for handshake in after.handshakes:
        former = leaves.get(handshake.offer) or leaves.get(Offer.USUAL)
        if former is not None and handshake.leaf is not None:
            for kind, sentence in _of_leaf(former, handshake.leaf):
                yield kind, sentence, after.address


def _of_leaf(before: CertificateFacts, after: CertificateFacts) -> Iterator[tuple[ChangeKind, str]]:
    if before.fingerprint_sha256 == after.fingerprint_sha256:
        return
    yield _replaced(before, after)
    lost, gained = _missing(before.names, after.names), _missing(after.names, before.names)
    if lost:
        yield ChangeKind.NAME_LOST, f"The replacement is no longer for {lost}."
    if gained:
        yield ChangeKind.NAME_GAINED, f"The replacement is also for {gained}."
    purposes = _lost_purposes(before, after)
    if purposes:
        yield ChangeKind.PURPOSE_LOST, f"The replacement may no longer be used for {purposes}."
    if before.issuer_name != after.issuer_name:
        sentence = f"Its issuer is now {after.issuer_name}, before {visible(before.issuer_name)}: pins may not match."
        yield ChangeKind.ISSUER_CHANGED, sentence
    if before.spki_sha256 == after.spki_sha256:
        yield ChangeKind.KEY_REUSED, "The replacement has the same key as the certificate that it replaces."
    else:
        yield ChangeKind.KEY_CHANGED, "The replacement has a new key."


def _replaced(before: CertificateFacts, after: CertificateFacts) -> tuple[ChangeKind, str]:
    if after.not_before > before.not_before:
        sentence = (
            f"Another certificate: serial …{after.serial[-8:]}, valid until {utc_minute(after.not_after)}."
        )
        return ChangeKind.REPLACED, sentence
    sentence = (
        f"Another certificate, but not a newer one: serial …{after.serial[-8:]} is valid from "
        f"{utc_minute(after.not_before)}, the one before from {utc_minute(before.not_before)}."
    )
    return ChangeKind.NOT_NEWER, sentence


def _missing(names: Sequence[str], among: Sequence[str]) -> str:
    """The names that are not among the others, in words; empty where there are none."""
    others = set(among)
    missing = [name for name in names if name not in others]
    more = f" and {len(missing) - MAX_SHOWN_NAMES} more" if len(missing) > MAX_SHOWN_NAMES else ""
    return ", ".join(visible(name) for name in missing[:MAX_SHOWN_NAMES]) + more


def _lost_purposes(before: CertificateFacts, after: CertificateFacts) -> str:
    """No extension means every purpose, so it can only be lost by one that names fewer."""
    if after.purposes is None or before.purposes is None:
        return ""
    lost = [visible(purpose) for purpose in before.purposes if purpose not in after.purposes]
    return visible(", ".join(lost), MAX_SHOWN_PURPOSES)
