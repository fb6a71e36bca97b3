"""What triage concludes from what is known."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.diagnostics import Diagnosis, Finding, Observation, Outcome, Severity, Target, Timings
from bot.integrations.catalogue import ServiceFacts
from bot.taxonomy import Taxonomy
from bot.triage import Known, ReportReader, Verdict, suggest, suggestion_from_json, suggestion_to_json

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
READER = ReportReader.load(BOOKS / "tls_errors.yaml", BOOKS / "reports", taxonomy=TAXONOMY)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PRODUCTION = ServiceFacts(name="api", environment="production", criticality="critical")
STAGING = ServiceFacts(name="api", environment="non-production")
STANDBY = ServiceFacts(name="api", environment="production", redundancy="standby")


def _diagnosis(*finding_ids: str, severity: Severity = Severity.ERROR) -> Diagnosis:
    findings = tuple(Finding(id_, severity, "it", "do", "source", ("127.0.0.1:1",)) for id_ in finding_ids)
    seen = Observation("127.0.0.1:1", Outcome.SERVED)
    return Diagnosis(Target("api.example.com"), NOW, "here", (seen,), findings, "verdict", Timings(1.0))


@pytest.mark.parametrize(
    ("finding", "service", "expected"),
    [
        ("leaf-expired", PRODUCTION, "expiry.production"),
        ("leaf-expired", STAGING, "expiry.non-production"),
        ("leaf-expired", STANDBY, "expiry.hot-spare"),
        ("intermediate-expired", PRODUCTION, "expiry.production"),
        ("missing-intermediate", PRODUCTION, "trust.missing-intermediate"),
        ("unknown-root", None, "trust.missing-root"),
        ("wrong-host-name", PRODUCTION, "none-of-these"),
        ("connection-refused", PRODUCTION, "none-of-these"),
    ],
)
def test_a_finding_points_to_its_category(finding: str, service: ServiceFacts | None, expected: str) -> None:
    """The catalogue decides between production, standby and test."""
    suggestion = suggest(Known(_diagnosis(finding), service), TAXONOMY)
    assert suggestion.ranked[0].id == expected
    assert suggestion.ranked[0].reasons_for


def test_expired_in_production_is_very_likely_and_nothing_is_asked() -> None:
    """What is settled is not asked about."""
    suggestion = suggest(Known(_diagnosis("leaf-expired"), PRODUCTION), TAXONOMY)
    assert suggestion.verdict is Verdict.SUGGESTED
    assert suggestion.ranked[0].likelihood_word == "very likely"
    assert suggestion.questions == ()


def test_what_cannot_be_observed_is_asked_and_the_answer_counts() -> None:
    """Whether an unknown node is a standby, only a person can say."""
    diagnosis = _diagnosis("leaf-expired")
    unknown = suggest(Known(diagnosis, None), TAXONOMY)
    assert [question.id for question in unknown.questions] == ["environment"]
    answered = suggest(Known(diagnosis, None, answers={"environment": "standby"}), TAXONOMY)
    assert answered.ranked[0].id == "expiry.hot-spare"
    assert answered.questions == ()


def test_knowing_nothing_it_is_unsure() -> None:
    """Absence of evidence suggests nothing, and least of all a preventive rotation."""
    suggestion = suggest(Known(reading=READER.read("")), TAXONOMY)
    assert suggestion.verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("we found the key in a public repo", "key-compromise.confirmed"),
        ("pipeline cannot get a certificate, 503 from vault", "ca-outage.internal"),
        (
            "java service: PKIX path building failed, the truststore never had the company root",
            "trust.missing-root",
        ),
    ],
)
def test_words_are_evidence(report: str, expected: str) -> None:
    """What people write points somewhere, without any diagnosis."""
    ranked = suggest(Known(reading=READER.read(report)), TAXONOMY).ranked
    assert ranked[0].id == expected


def test_a_limit_on_our_own_quota_is_no_outage() -> None:
    """A 429 is ours, not the CA's."""
    with_limit = suggest(Known(reading=READER.read("letsencrypt fails to issue: 429 rate limit")), TAXONOMY)
    assert with_limit.ranked[0].id == "none-of-these"


@given(
    st.lists(
        st.sampled_from(["leaf-expired", "unknown-root", "self-signed", "wrong-host-name", "timed-out"]),
        max_size=4,
    ),
    st.text(max_size=200),
    st.dictionaries(st.sampled_from(list(TAXONOMY.questions)), st.text(max_size=10), max_size=4),
)
def test_every_ranking_is_a_probability_over_everything(
    findings: list[str], report: str, answers: dict[str, str]
) -> None:
    """All categories and outcomes, best first, together one; and it survives being stored."""
    suggestion = suggest(Known(_diagnosis(*findings), None, READER.read(report), answers), TAXONOMY)
    assert {one.id for one in suggestion.ranked} == {category.id for category in TAXONOMY.everything}
    probabilities = [one.probability for one in suggestion.ranked]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1, abs=0.01)
    stored: dict[str, Any] = suggestion_to_json(suggestion)
    assert suggestion_from_json(stored) == suggestion
