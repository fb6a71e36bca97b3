"""What is odd about a chain as it was sent: clients may accept it all the same, or only some of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.trust import MAX_NAMED, named
from bot.diagnostics.model.finding import Severity
from bot.diagnostics.model.observation import Handshake
from bot.diagnostics.model.trust import PathVerdict, Trust

KINDS = (
    FindingKind(
        "expired-path-beside-good-one",
        Severity.WARNING,
        57,
        "One of several paths {where} has expired, and clients that try no other one fail: {expired}.",
        "Take the expired certificate out of the server's chain file.",
        "RFC 4158, 2.4",
    ),
    FindingKind(
        "chain-certificate-unreadable",
        Severity.WARNING,
        56,
        "A certificate in the chain {where} cannot be read (number {numbers}).",
        "Replace the server's chain file with the one that the CA gives out.",
        "RFC 8446, 4.4.2",
    ),
    FindingKind(
        "chain-out-of-order",
        Severity.WARNING,
        40,
        "The certificates of the chain {where} are not in the order in which each certifies the one before it.",
        "Put them in order in the server's chain file: leaf first, then its issuer, and so on.",
        "RFC 8446, 4.4.2; RFC 5246, 7.4.2",
    ),
    FindingKind(
        "extra-certificates",
        Severity.NOTE,
        20,
        "The server sends more certificates {where} than clients need: {names}.",
        "Leave out the root, and what has nothing to do with the chain.",
        "RFC 8446, 4.4.2",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """What is odd about the chains that clients are sent."""
    for seen in evidence.observations:
        if seen.usual is not None and seen.trust is not None:
            for kind, filling in _oddities(seen.usual, seen.trust, evidence.now):
                yield Found(kind, filling, seen.address)


def _oddities(handshake: Handshake, trust: Trust, now: datetime) -> Iterator[tuple[str, dict[str, str]]]:
    unreadable = [str(number) for number, facts in enumerate(handshake.chain, start=1) if facts is None]
    if handshake.leaf is not None and unreadable:
        yield "chain-certificate-unreadable", {"numbers": ", ".join(unreadable)}
    paths = [path for path in trust.paths if not path.fetched]
    if not paths:
        return
    sent = [facts.fingerprint_sha256 if facts else None for facts in handshake.chain]
    places = [sent.index(each) for each in paths[0].fingerprints if each in sent]
    if places != sorted(places):
        yield "chain-out-of-order", {}
    if trust.trusted:
        yield from _beside(handshake, paths, now)
        yield from _extra(handshake, paths)


def _beside(
    handshake: Handshake, paths: Sequence[PathVerdict], now: datetime
) -> Iterator[tuple[str, dict[str, str]]]:
    """Certificates of paths other than the accepted one that have expired."""
    others = {each for path in paths[1:] for each in path.fingerprints} - set(paths[0].fingerprints)
    expired = [
        f"{facts.subject_name} by {facts.issuer_name}, at {utc_minute(facts.not_after)}"
        for facts in handshake.chain
        if facts is not None and facts.fingerprint_sha256 in others and facts.not_after < now
    ]
    if expired:
        yield "expired-path-beside-good-one", {"expired": "; ".join(expired[:MAX_NAMED])}


def _extra(handshake: Handshake, paths: Sequence[PathVerdict]) -> Iterator[tuple[str, dict[str, str]]]:
    """Certificates that are on no path, sent twice, or the root itself."""
    needed = {each for path in paths for each in path.fingerprints}
    if len(paths[0].fingerprints) > 1:
        needed.discard(paths[0].fingerprints[-1])
    extra = []
    for facts in handshake.chain:
        if facts is None:
            continue
        if facts.fingerprint_sha256 not in needed:
            extra.append(facts.subject_name)
        needed.discard(facts.fingerprint_sha256)
    if extra:
        yield "extra-certificates", {"names": named(extra, len(extra))}
