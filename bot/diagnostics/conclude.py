"""From what was seen and learnt to the diagnosis: judge, compare, find, tell. No network, no clock of its own."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.diagnostics.comparison.compare import changes_since
from bot.diagnostics.comparison.expectation import compare_with_expectations
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.authority import AuthorityHealth
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.model.comparison import Comparison, Expectation
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.finding import Finding
from bot.diagnostics.model.observation import Handshake, Observation
from bot.diagnostics.model.revocation import Revocation
from bot.diagnostics.model.trust import StoreVerdict
from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.stores import TrustStore
from bot.diagnostics.verdict import verdict


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked beside "what is wrong with it?"."""

    expectations: tuple[Expectation, ...] = ()
    """Any of these certificates should be what is presented."""
    earlier: Diagnosis | None = None
    """Say what changed since."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was asked of others than the target."""

    revocation: Revocation = field(default_factory=Revocation)
    authority: tuple[AuthorityHealth, ...] = ()
    checks: Checks = field(default_factory=Checks)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the target showed, from where and when."""

    target: Target
    at: datetime
    vantage: str
    observations: tuple[Observation, ...]
    """Judged."""
    unresolved: str | None = None


def conclude(seen: Seen, learnt: Learnt, inquiry: Inquiry, timings: Timings) -> Diagnosis:
    """The diagnosis."""
    expected = compare_with_expectations(seen.observations, inquiry.expectations)
    comparison = _compared(seen, learnt, inquiry.earlier)
    findings = find(
        Evidence(
            seen.target,
            seen.at,
            seen.observations,
            seen.unresolved,
            revocation=learnt.revocation,
            authority=learnt.authority,
            checks=learnt.checks,
            expected=expected,
            comparison=comparison,
        )
    )
    return Diagnosis(
        target=seen.target,
        at=seen.at,
        vantage=seen.vantage,
        observations=seen.observations,
        findings=findings,
        verdict=verdict(seen.target, seen.observations, findings, seen.at),
        timings=timings,
        revocation=learnt.revocation,
        authority=learnt.authority,
        checks=learnt.checks,
        expectations=inquiry.expectations,
        expected=expected,
        comparison=_with_findings(comparison, inquiry.earlier, findings),
    )


def _compared(seen: Seen, learnt: Learnt, earlier: Diagnosis | None) -> Comparison | None:
    if earlier is None:
        return None
    changes = changes_since(earlier, seen.observations, learnt.checks.dns)
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


def judged(
    observations: Sequence[Observation], target: Target, store: TrustStore, now: datetime
) -> tuple[Observation, ...]:
    """The observations, each handshake with what clients make of its chain."""
    return tuple(
        replace(seen, handshakes=tuple(_judged(each, target, store, now) for each in seen.handshakes))
        for seen in observations
    )


def _judged(handshake: Handshake, target: Target, store: TrustStore, now: datetime) -> Handshake:
    if not handshake.chain_der:
        return handshake
    chain = [base64.b64decode(encoded) for encoded in handshake.chain_der]
    return replace(handshake, verdicts=(StoreVerdict(store.name, judge(chain, target, store, now)),))
