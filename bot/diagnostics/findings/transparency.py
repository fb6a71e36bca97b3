"""Whether a public certificate shows that it was logged."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.diagnostics.checks.leaves import is_public
from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import leaves
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.finding import Severity

POLICY_SINCE = datetime(2022, 4, 15, tzinfo=UTC)
SHORT = timedelta(days=180)

KINDS = (
    FindingKind(
        "too-few-scts",
        Severity.WARNING,
        50,
        (
            "The public certificate {where} holds timestamps of {count} transparency logs, and Chrome and Safari "
            "ask for {needed}; unless the server sends others, they refuse it."
        ),
        "Ask the CA for a certificate with embedded timestamps.",
        "https://googlechrome.github.io/CertificateTransparency/ct_policy.html; https://support.apple.com/103214",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """Public certificates with timestamps of too few logs.

    Logs are counted, not judged: who runs a log and whether it is still accepted changes by the week, and a list of
    them would be wrong soon after its release. Timestamps in the handshake or in a staple are not seen.
    """
    for address, handshake, leaf in leaves(evidence):
        needed = needed_timestamps(leaf)
        count = len({each.log_id for each in leaf.timestamps})
        if is_public(handshake) and count < needed and not _unreadable(leaf):
            yield Found("too-few-scts", {"count": str(count), "needed": str(needed)}, address)


def needed_timestamps(facts: CertificateFacts) -> int:
    """How many logs a certificate of its lifetime needs; 0 where the policy of its date is no longer at hand."""
    if facts.not_before < POLICY_SINCE:
        return 0
    return 2 if facts.not_after - facts.not_before <= SHORT else 3


def _unreadable(facts: CertificateFacts) -> bool:
    return any("timestamps" in part or "list of extensions" in part for part in facts.unreadable)
