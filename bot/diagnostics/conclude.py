"""From what was seen and learnt to the diagnosis: judge, compare, find, tell. No network, no clock of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.diagnostics.comparison.compare import changes_since
from bot.diagnostics.comparison.expectation import compare_with_expectations
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.learning import Learnt
from bot.diagnostics.model.comparison import Comparison, Expectation
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.finding import Finding
from bot.diagnostics.target import Target
from bot.diagnostics.verdict import verdict


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked beside "what is wrong with it?"."""

    expectations: tuple[Expectation, ...] = ()
    """Any of these certificates should be what is presented."""
    earlier: Diagnosis | None = None
    """Say what changed since."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at, from where and when."""

    target: Target
    at: datetime
    vantage: str
    unresolved: str | None = None
    """Why the name has no address, where it has none."""
    left_out: int = 0
    """Addresses that were not looked at, beyond the cap."""


def conclude(look: Look, learnt: Learnt, inquiry: Inquiry, timings: Timings) -> Diagnosis:
    """The diagnosis."""
    expected = compare_with_expectations(learnt.observations, inquiry.expectations)
    comparison = _compared(learnt, inquiry.earlier)
    findings = find(
        Evidence(
            look.target,
            look.at,
            learnt.observations,
            look.unresolved,
            left_out=look.left_out,
            revocation=learnt.revocation,
            authority=learnt.authority,
            checks=learnt.checks,
            expected=expected,
            comparison=comparison,
        )
    )
    return Diagnosis(
        target=look.target,
        at=look.at,
        vantage=look.vantage,
        observations=learnt.observations,
        findings=findings,
        verdict=verdict(look.target, learnt.observations, findings, look.at),
        timings=timings,
        revocation=learnt.revocation,
        authority=learnt.authority,
        checks=learnt.checks,
        expectations=inquiry.expectations,
        expected=expected,
        comparison=_with_findings(comparison, inquiry.earlier, findings),
    )


def _compared(learnt: Learnt, earlier: Diagnosis | None) -> Comparison | None:
    if earlier is None:
        return None
    changes = changes_since(earlier, learnt.observations, learnt.checks.dns)
    return Comparison(earlier.at, changes, findings_gone=(), findings_new=())


def _with_findings(
    comparison: Comparison | None, earlier: Diagnosis | None, findings: Sequence[Finding]
) -> Comparison | None:
    if comparison is None or earlier is None:
        return None
    before, now = {each.id for each in earlier.findings}, {each.id for each in findings}
    return replace(
        comparison,
        findings_gone=tuple(each.sentence for each in earlier.findings if each.id not in now),
        findings_new=tuple(each.sentence for each in findings if each.id not in before),
    )
