"""Dates, and addresses that do not agree."""

from collections.abc import Iterator
from datetime import timedelta

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.model.finding import Severity

EXPIRES_SOON = timedelta(days=14)

KINDS = (
    FindingKind(
        "expires-soon",
        Severity.WARNING,
        80,
        "The certificate {where} expires at {not_after}.",
        "Check that its renewal is under way.",
        "RFC 5280, 4.1.2.5",
    ),
    FindingKind(
        "addresses-differ",
        Severity.WARNING,
        70,
        "Not every address presents the same certificate.",
        "Deploy the newest one everywhere; a rollout may have stopped half-way.",
        "Compared by SHA-256 of the certificate",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """What is valid now and will not be for long, and leaves that differ between addresses."""
    for seen in evidence.observations:
        leaf, trust = seen.leaf, seen.trust
        if leaf is None or trust is None or not trust.trusted:
            continue
        if leaf.not_after - evidence.now <= EXPIRES_SOON:
            yield Found("expires-soon", {"not_after": utc_minute(leaf.not_after)}, seen.address)
    if len({seen.leaf.fingerprint_sha256 for seen in evidence.observations if seen.leaf is not None}) > 1:
        yield Found("addresses-differ")
