"""What goes against the operator's policy."""

from collections.abc import Iterator

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import of_certificate
from bot.diagnostics.model.finding import Severity

KINDS = (
    FindingKind(
        "unknown-issuer",
        Severity.WARNING,
        61,
        "The certificate {where} is of a CA that is not known here: {sentence}",
        "Find out who runs that CA and who had the certificate issued; enter it in the inventory, or replace it.",
        "The operator's policy file, inventory",
    ),
    FindingKind(
        "policy-violation",
        Severity.WARNING,
        58,
        "The certificate {where} breaks the operator's rules: {sentence}",
        "Replace the certificate with one that the policy allows, or have an exception approved.",
        "The operator's policy file, rules",
    ),
)


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for each rule that a certificate breaks."""
    for violation in evidence.checks.policy:
        kind = "unknown-issuer" if violation.rule == "inventory" else "policy-violation"
        sentence = violation.sentence[:1].lower() + violation.sentence[1:]
        filling = {"sentence": sentence, "rule": violation.rule}
        yield from of_certificate(evidence, violation.fingerprint, kind, filling)
