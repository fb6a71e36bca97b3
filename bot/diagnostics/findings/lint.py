"""What a linter says of a public certificate."""

from collections.abc import Iterator, Sequence

from bot.diagnostics.findings.kinds import Evidence, FindingKind, Found
from bot.diagnostics.findings.presented import of_certificate
from bot.diagnostics.model.checks import LintIssue, LintSeverity
from bot.diagnostics.model.finding import Severity

SHOWN = 3
"""Codes that are named; the rest is counted."""

_SOURCE = "TLS Baseline Requirements, 7.1.2, by pkilint (https://github.com/digicert/pkilint)"

KINDS = (
    FindingKind(
        "lint-errors",
        Severity.WARNING,
        55,
        "The public certificate {where} breaks {count} of the rules that it was issued under: {codes}.",
        "Tell the CA: it may have to revoke the certificate within five days, so have a replacement ready.",
        f"{_SOURCE}; 4.9.1.1",
    ),
    FindingKind(
        "lint-warnings",
        Severity.NOTE,
        10,
        "The public certificate {where} goes against {count} recommendations: {codes}.",
        "Nothing is urgent; mention it to the CA.",
        _SOURCE,
    ),
)

_ERRORS = {LintSeverity.FATAL, LintSeverity.ERROR}


def find(evidence: Evidence) -> Iterator[Found]:
    """One finding for the errors of a certificate, and one for the warnings."""
    issues = evidence.checks.lint
    for fingerprint in dict.fromkeys(issue.fingerprint for issue in issues):
        own = [issue for issue in issues if issue.fingerprint == fingerprint]
        errors = [issue for issue in own if issue.severity in _ERRORS]
        warnings = [issue for issue in own if issue.severity is LintSeverity.WARNING]
        for kind, found in (("lint-errors", errors), ("lint-warnings", warnings)):
            if found:
                yield from of_certificate(evidence, fingerprint, kind, _filling(found))


def _filling(issues: Sequence[LintIssue]) -> dict[str, str]:
    codes = list(dict.fromkeys(issue.code for issue in issues))
    more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
    return {"count": str(len(codes)), "codes": ", ".join(codes[:SHOWN]) + more}
