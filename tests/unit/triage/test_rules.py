"""The rules that triage may never break, as people who ran such incidents stated them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics import (
    Diagnosis,
    Finding,
    Handshake,
    Observation,
    Offer,
    Outcome,
    StoreVerdict,
    Target,
    Timings,
    Trust,
    TrustReason,
)
from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.diagnostics.model.revocation import Revocation, RevocationAnswer, RevocationSource, RevocationStatus
from bot.integrations.catalogue import ServiceFacts
from bot.triage import Known, RankedCategory, Suggestion, Verdict, suggest
from bot.triage.report_reader import MOST_OF_ALL, ReportReading
from bot.triage.suggest import CONFIDENT
from tests.unit.triage.books import TAXONOMY, reading

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ADDRESSES = ("192.0.2.1:443", "192.0.2.2:443")
CA_OUTAGES = {"ca-outage.public", "ca-outage.internal", "ca-outage.degraded"}
ACCEPTED = Trust(trusted=True, reason=TrustReason.TRUSTED, path=())


def _diagnosis(
    *finding_ids: str, addresses: tuple[str, ...] = ADDRESSES, public: bool | None = None
) -> Diagnosis:
    """Two addresses, with findings on some of them; accepted by public roots, by the operator's, or by none."""
    verdicts = () if public is None else (StoreVerdict("roots", ACCEPTED, public),)
    handshake = Handshake(Offer.USUAL, completed=True, verdicts=verdicts)
    return Diagnosis(
        Target("api.example.com"),
        NOW,
        "here",
        tuple(Observation(address, Outcome.SERVED, handshakes=(handshake,)) for address in ADDRESSES),
        tuple(Finding(id_, CATALOGUE[id_].severity, "it", "do", "source", addresses) for id_ in finding_ids),
        "verdict",
        Timings(1.0),
    )


def _of(suggestion: Suggestion, category: str) -> RankedCategory:
    return next(one for one in suggestion.ranked if one.id == category)


def _weight(category: str, known: Known) -> float:
    """What all that is known adds to the category's log-odds."""
    found = next(one for one in TAXONOMY.everything if one.id == category)
    return sum(evidence.weight for evidence in found.evidence if known.holds(evidence.when))


def test_an_expiry_on_some_addresses_is_taken_to_be_in_production() -> None:
    """A half-done deployment is production until someone says otherwise."""
    partial = suggest(Known(_diagnosis("leaf-expired", addresses=ADDRESSES[:1])), TAXONOMY)
    assert partial.ranked[0].id == "expiry.production"
    assert "environment" in {question.id for question in partial.questions}
    everywhere = suggest(Known(_diagnosis("leaf-expired")), TAXONOMY)
    assert partial.ranked[0].probability > everywhere.ranked[0].probability


@pytest.mark.parametrize("finding_ids", [(), ("leaf-expired",), ("expires-soon",)])
def test_a_private_ca_never_means_non_production(finding_ids: tuple[str, ...]) -> None:
    """Most production services of a bank have certificates of its own CA."""
    private, public = (Known(_diagnosis(*finding_ids, public=public)) for public in (False, True))
    assert private.holds("issuer:private")
    assert public.holds("issuer:public")
    for category in ("expiry.non-production", "expiry.production", "expiry.hot-spare"):
        assert _weight(category, private) == _weight(category, public)


def test_an_expired_certificate_of_a_private_ca_is_taken_to_be_in_production() -> None:
    """As any other."""
    diagnosis = _diagnosis("leaf-expired", public=False)
    answered = {"issuer-run-by": "internal"}
    assert suggest(Known(diagnosis, answers=answered), TAXONOMY).ranked[0].id == "expiry.production"


@pytest.mark.parametrize("reason", [None, "superseded", "cessationOfOperation", "keyCompromise"])
def test_a_fresh_revocation_never_refutes_a_stale_cache(reason: str | None) -> None:
    """It says nothing of what clients still hold."""
    answer = RevocationAnswer(
        RevocationSource.CRL, "url", "00", "subject", 0, RevocationStatus.REVOKED, reason=reason
    )
    fresh = replace(_diagnosis("revoked"), revocation=Revocation((answer,)))
    known = Known(fresh)
    assert _of(suggest(known, TAXONOMY), "revocation.stale-cache").reasons_against == ()
    assert _weight("revocation.stale-cache", known) >= _weight("revocation.stale-cache", Known())


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("finding_ids", [(), ("stores-differ",)])
def test_a_store_that_accepts_never_refutes_a_missing_root(
    finding_ids: tuple[str, ...], public: bool
) -> None:
    """Ours has the root; the failing client's may not."""
    known = Known(_diagnosis(*finding_ids, public=public))
    assert _of(suggest(known, TAXONOMY), "trust.missing-root").reasons_against == ()
    assert _weight("trust.missing-root", known) >= 0


def test_a_client_that_misses_the_root_is_believed_where_all_is_well_here() -> None:
    """The diagnosis is healthy, and the report still counts."""
    report = reading(
        "x509: certificate signed by unknown authority, the new image never got our company root"
    )
    known = Known(_diagnosis(public=False), reading=report)
    assert suggest(known, TAXONOMY).ranked[0].id == "trust.missing-root"


def test_a_limit_on_our_own_quota_is_no_outage_of_the_ca() -> None:
    """Every kind of outage is less likely by it, with a reason."""
    diagnosis = _diagnosis("ca-rate-limited")
    suggestion = suggest(Known(diagnosis), TAXONOMY)
    assert suggestion.ranked[0].id == "none-of-these"
    for category in CA_OUTAGES:
        assert _of(suggestion, category).reasons_against
        assert _weight(category, Known(diagnosis)) < 0


@pytest.mark.parametrize(
    "report",
    [
        "urn:ietf:params:acme:error:rateLimited",
        "certbot: too many certificates already issued for exact set of domains",
        "our pipeline got a 429 from letsencrypt, too many new orders recently",
    ],
)
def test_nor_is_a_report_of_it(report: str) -> None:
    """In the words of the CA, or of a person."""
    assert suggest(Known(reading=reading(report)), TAXONOMY).ranked[0].id not in CA_OUTAGES


_FINDINGS = st.lists(st.sampled_from(sorted(CATALOGUE)), max_size=5, unique=True)
_SERVICES = st.none() | st.builds(
    ServiceFacts,
    name=st.just("api"),
    environment=st.sampled_from(["production", "non-production", "unknown"]),
    redundancy=st.sampled_from(["single", "redundant", "standby", "unknown"]),
)
_ADDRESSES = st.sampled_from([ADDRESSES, ADDRESSES[:1]])


@given(_FINDINGS, _ADDRESSES, st.none() | st.booleans(), _SERVICES)
def test_no_observation_suggests_a_preventive_rotation(
    finding_ids: list[str], addresses: tuple[str, ...], public: bool | None, service: ServiceFacts | None
) -> None:
    """Nothing that is seen, and nothing that is not seen, says that somebody is cautious: only a person can."""
    known = Known(_diagnosis(*finding_ids, addresses=addresses, public=public), service)
    rotation = _of(suggest(known, TAXONOMY), "key-compromise.preventive-rotation")
    assert rotation.reasons_for == ()
    assert suggest(known, TAXONOMY).ranked[0].id != rotation.id
    assert _weight(rotation.id, known) <= 0


@pytest.mark.parametrize("exposure", ["precaution", "sound", "signs", "proven"])
def test_a_preventive_rotation_is_said_by_a_person(exposure: str) -> None:
    """By that answer and by no other."""
    suggestion = suggest(Known(subject_kind="key", answers={"key-exposure": exposure}), TAXONOMY)
    assert (suggestion.ranked[0].id == "key-compromise.preventive-rotation") is (exposure == "precaution")


@given(_FINDINGS, _SERVICES)
def test_what_cannot_be_observed_is_not_suggested_by_observation(
    finding_ids: list[str], service: ServiceFacts | None
) -> None:
    """A standby or a test system needs the catalogue, an answer or words: without one it is never suggested."""
    suggestion = suggest(Known(_diagnosis(*finding_ids), service), TAXONOMY)
    best = suggestion.ranked[0].id
    if suggestion.verdict is Verdict.SUGGESTED:
        assert best != "expiry.hot-spare" or (service is not None and service.redundancy == "standby")
        assert best != "expiry.non-production" or (
            service is not None and service.environment == "non-production"
        )


_SAID = st.dictionaries(
    st.sampled_from([category.id for category in TAXONOMY.everything]),
    st.floats(-MOST_OF_ALL, MOST_OF_ALL),
)


@given(_FINDINGS, _SAID)
def test_below_the_stated_confidence_it_is_unsure(finding_ids: list[str], said: dict[str, float]) -> None:
    """And a suggestion always has a reason, and stands above all others."""
    words = ReportReading((), frozenset(), said, dict.fromkeys(said, ("so",)))
    suggestion = suggest(Known(_diagnosis(*finding_ids), reading=words), TAXONOMY)
    best = suggestion.ranked[0]
    if suggestion.verdict is Verdict.SUGGESTED:
        assert best.probability >= CONFIDENT - 0.001
        assert best.reasons_for
        assert best.id not in {"none-of-these", "not-certificate"}
    elif suggestion.verdict is Verdict.UNSURE and best.reasons_for:
        outcomes = ("none-of-these", "not-certificate")
        together = sum(_of(suggestion, outcome).probability for outcome in outcomes)
        assert (together if best.id in outcomes else best.probability) < CONFIDENT + 0.001
    elif suggestion.verdict is not Verdict.UNSURE:
        assert suggestion.verdict.value == best.id


@pytest.mark.parametrize(
    ("finding", "asked"),
    [
        ("revoked", {"revocation-wanted", "replacement"}),
        ("ca-down", {"issuer-run-by"}),
        ("self-signed", {"issuer-run-by"}),
    ],
)
def test_where_it_is_unsure_it_asks(finding: str, asked: set[str]) -> None:
    """The intent of a revocation and who runs a CA cannot be observed."""
    suggestion = suggest(Known(_diagnosis(finding)), TAXONOMY)
    assert suggestion.verdict is Verdict.UNSURE
    assert asked <= {question.id for question in suggestion.questions}


def test_nothing_known_is_nothing_said() -> None:
    """No reason for anything, no severity of words, and the ranking is only how often each kind is met."""
    suggestion = suggest(Known(), TAXONOMY)
    assert suggestion.verdict is Verdict.UNSURE
    assert not any(one.reasons_for or one.reasons_against for one in suggestion.ranked)
