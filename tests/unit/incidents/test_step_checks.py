"""What a diagnosis says of a step."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.diagnostics import Diagnosis, Finding, Observation, Outcome, Severity, Target, Timings
from bot.diagnostics.http_health import HttpAnswer
from bot.diagnostics.model.comparison import AddressExpectation
from bot.diagnostics.model.revocation import Revocation, RevocationAnswer, RevocationSource, RevocationStatus
from bot.incidents.step_checks import step_evidence
from bot.runbooks.model import CheckId

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SERVED = Diagnosis(
    Target("api.example.com"), NOW, "here", (Observation("1", Outcome.SERVED),), (), "verdict", Timings(1.0)
)
UNSEEN = replace(SERVED, observations=(Observation("1", Outcome.REFUSED),))


def _with(finding: str) -> Diagnosis:
    found = Finding(finding, Severity.ERROR, "The sentence.", "do", "source", ("1",))
    return replace(SERVED, findings=(found,))


def _in_crl(status: RevocationStatus) -> Diagnosis:
    answer = RevocationAnswer(RevocationSource.CRL, "url", "00", "subject", 0, status)
    return replace(SERVED, revocation=Revocation((answer,)))


def _expected(*met: bool) -> Diagnosis:
    return replace(
        SERVED, expected=tuple(AddressExpectation(str(n), "usual", m, "") for n, m in enumerate(met))
    )


@pytest.mark.parametrize(
    ("check", "diagnosis", "agrees"),
    [
        ("not-expired", SERVED, True),
        ("not-expired", _with("leaf-expired"), False),
        ("not-expired", _with("intermediate-expired"), False),
        ("not-expired", UNSEEN, None),
        ("chain-complete", SERVED, True),
        ("chain-complete", _with("missing-intermediate"), False),
        ("old-staple-gone", _with("staple-stale"), False),
        ("old-staple-gone", SERVED, True),
        ("ca-answers", SERVED, None),
        ("ca-answers", _with("ca-down"), False),
        ("expected-fingerprints", SERVED, None),
        ("expected-fingerprints", _expected(True, True), True),
        ("expected-fingerprints", _expected(True, False), False),
        ("crl-has-serial", SERVED, None),
        ("crl-has-serial", _in_crl(RevocationStatus.REVOKED), True),
        ("crl-has-serial", _in_crl(RevocationStatus.GOOD), False),
        ("crl-has-serial", _in_crl(RevocationStatus.UNAVAILABLE), None),
        ("service-healthy", SERVED, None),
    ],
)
def test_what_was_seen_agrees_or_not(check: str, diagnosis: Diagnosis, agrees: bool | None) -> None:
    """And what was not seen says nothing: unknown is never good."""
    evidence = step_evidence(check, diagnosis)
    assert evidence is not None
    assert evidence.agrees is agrees
    assert evidence.says
    assert evidence.at == NOW


def test_without_a_diagnosis_there_is_no_evidence() -> None:
    """Of any check."""
    assert [step_evidence(check, None) for check in get_args(CheckId)] == [None] * len(get_args(CheckId))


@pytest.mark.parametrize(
    ("statuses", "agrees", "said"),
    [
        ((200, 404), True, "200, 404"),
        ((200, 503), False, "1 of 2 addresses"),
        ((None,), False, "silent"),
        ((), None, "person"),
    ],
)
def test_the_service_is_healthy_where_every_address_answers(
    statuses: tuple[int | None, ...], agrees: bool | None, said: str
) -> None:
    """By HTTP, where that was asked; otherwise a person has to say it."""
    health = [HttpAnswer(str(n), status, "silent") for n, status in enumerate(statuses)]
    evidence = step_evidence("service-healthy", SERVED, health)
    assert evidence is not None
    assert evidence.agrees is agrees
    assert said in evidence.says
