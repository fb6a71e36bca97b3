"""When a condition of the taxonomy holds, and that none does on what is not known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import content
from bot.diagnostics import (
    Diagnosis,
    Finding,
    Handshake,
    Observation,
    Offer,
    Outcome,
    Severity,
    StoreVerdict,
    Target,
    Timings,
    Trust,
    TrustReason,
)
from bot.diagnostics.model.revocation import Revocation, RevocationAnswer, RevocationSource, RevocationStatus
from bot.integrations.catalogue import ServiceFacts
from bot.taxonomy import Taxonomy
from bot.triage import suggest
from bot.triage.evidence import Known

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TAXONOMY = Taxonomy.load(content.root() / "runbooks" / "taxonomy.yaml")
HERE = "192.0.2.1:443"


def _handshake(reason: TrustReason, *, public: bool = False, offer: Offer = Offer.USUAL) -> Handshake:
    trust = Trust(reason is TrustReason.TRUSTED, reason, ())
    return Handshake(offer, completed=True, verdicts=(StoreVerdict("roots", trust, public),))


def _diagnosis(
    *handshakes: Handshake, findings: tuple[Finding, ...] = (), revocation: Revocation | None = None
) -> Diagnosis:
    seen = (Observation(HERE, Outcome.SERVED, handshakes=handshakes), Observation("2", Outcome.SERVED))
    target = Target("api.stg2.example.com")
    diagnosis = Diagnosis(target, NOW, "here", seen, findings, "verdict", Timings(1.0))
    return replace(diagnosis, revocation=revocation) if revocation else diagnosis


def _finding(finding_id: str, severity: Severity) -> Finding:
    return Finding(finding_id, severity, "it", "do", "source", (HERE,))


def _revoked(reason: str | None, *, position: int = 0) -> Revocation:
    answer = RevocationAnswer(
        RevocationSource.CRL, "url", "00", "subject", position, RevocationStatus.REVOKED, reason=reason
    )
    good = replace(answer, source=RevocationSource.OCSP, status=RevocationStatus.GOOD, reason="superseded")
    return Revocation((answer, good))


def _holds(when: str, diagnosis: Diagnosis | None) -> bool:
    return Known(diagnosis).holds(when)


TRUSTED = _handshake(TrustReason.TRUSTED)
EXPIRED_RSA = _handshake(TrustReason.EXPIRED_LEAF, offer=Offer.RSA)
NAMELESS = _handshake(TrustReason.EXPIRED_LEAF, offer=Offer.NO_SERVER_NAME)


@pytest.mark.parametrize(
    ("when", "holds", "holds_not"),
    [
        (
            "fault",
            _diagnosis(findings=(_finding("revoked", Severity.ERROR),)),
            _diagnosis(findings=(_finding("expires-soon", Severity.WARNING),)),
        ),
        (
            "some-addresses",
            _diagnosis(findings=(_finding("revoked", Severity.ERROR),)),
            _diagnosis(findings=(_finding("expires-soon", Severity.WARNING),)),
        ),
        ("issuer:public", _diagnosis(_handshake(TrustReason.TRUSTED, public=True)), _diagnosis(TRUSTED)),
        ("issuer:private", _diagnosis(TRUSTED), _diagnosis(_handshake(TrustReason.TRUSTED, public=True))),
        ("issuer:private", _diagnosis(TRUSTED), _diagnosis(_handshake(TrustReason.UNKNOWN_ROOT))),
        ("issuer:private", _diagnosis(TRUSTED), _diagnosis()),
        ("other-key-type:expired-leaf", _diagnosis(TRUSTED, EXPIRED_RSA), _diagnosis(TRUSTED, NAMELESS)),
        (
            "other-key-type:expired-leaf",
            _diagnosis(TRUSTED, EXPIRED_RSA),
            _diagnosis(_handshake(TrustReason.EXPIRED_LEAF), EXPIRED_RSA),
        ),
        (
            "other-key-type:unknown-root",
            _diagnosis(TRUSTED, _handshake(TrustReason.UNKNOWN_ROOT, offer=Offer.ECDSA)),
            _diagnosis(TRUSTED, EXPIRED_RSA),
        ),
        (
            "revocation-reason:keyCompromise",
            _diagnosis(revocation=_revoked("keyCompromise")),
            _diagnosis(revocation=_revoked("keyCompromise", position=1)),
        ),
        ("revocation-reason:none", _diagnosis(revocation=_revoked(None)), _diagnosis()),
        (
            "revocation-reason:none",
            _diagnosis(revocation=_revoked(None)),
            _diagnosis(revocation=_revoked("superseded")),
        ),
        (
            "revocation-reason:superseded",
            _diagnosis(revocation=_revoked("superseded")),
            _diagnosis(revocation=_revoked(None)),
        ),
        ("host:[.]stg[0-9]*[.]", _diagnosis(), replace(_diagnosis(), target=Target("api.example.com"))),
    ],
)
def test_a_condition_on_the_diagnosis(when: str, holds: Diagnosis, holds_not: Diagnosis) -> None:
    """It holds for the one, not for the other, and never where there was no look."""
    assert _holds(when, holds)
    assert not _holds(when, holds_not)
    assert not _holds(when, None)


@pytest.mark.parametrize(
    ("findings", "before", "answer", "after"),
    [
        ("revoked", "revocation.mistaken", "revocation-wanted=wanted", "revocation.replacement-coordination"),
        ("revoked", "revocation.mistaken", "revocation-wanted=unwanted", "revocation.mistaken"),
        ("revoked", "revocation.mistaken", "replacement=partly", "revocation.replacement-coordination"),
        ("ca-down", None, "issuer-run-by=internal", "ca-outage.internal"),
        ("ca-down", None, "issuer-run-by=public", "ca-outage.public"),
        ("ca-slow", "ca-outage.degraded", "issuance=works", "not-certificate"),
        ("unknown-issuer", "mis-issuance.shadow-pki", "issuer-run-by=team", "mis-issuance.shadow-pki"),
        (
            "unknown-issuer",
            "mis-issuance.shadow-pki",
            "issuer-run-by=public",
            "mis-issuance.internal-policy",
        ),
        ("key-weak", "key-compromise.suspected", "key-exposure=proven", "key-compromise.confirmed"),
        ("key-weak", "key-compromise.suspected", "key-exposure=sound", "mis-issuance.internal-policy"),
        ("policy-violation", "mis-issuance.internal-policy", "exception=approved", "not-certificate"),
        ("stores-differ", "not-certificate", "failing-clients=former", "trust.store-update-incomplete"),
        ("leaf-expired", "expiry.production", "environment=non-production", "expiry.non-production"),
    ],
)
def test_an_answer_settles_what_the_observation_left_open(
    findings: str, before: str | None, answer: str, after: str
) -> None:
    """What is ranked first without it and with it; None where two are equally likely."""
    errors = {"revoked", "leaf-expired"}
    severity = Severity.ERROR if findings in errors else Severity.WARNING
    diagnosis = _diagnosis(findings=(replace(_finding(findings, severity), addresses=(HERE, "2")),))
    open_ = suggest(Known(diagnosis, None), TAXONOMY)
    if before is None:
        assert open_.ranked[0].probability == open_.ranked[1].probability
    else:
        assert open_.ranked[0].id == before
    question, _, choice = answer.partition("=")
    assert question in {each.id for each in open_.questions}
    assert suggest(Known(diagnosis, None, answers={question: choice}), TAXONOMY).ranked[0].id == after


@pytest.mark.parametrize(
    "service",
    [
        ServiceFacts(name="lab", environment="non-production"),
        ServiceFacts(name="spare", environment="production", redundancy="standby"),
        ServiceFacts(name="api", environment="production"),
    ],
    ids=lambda service: str(service.name),
)
def test_what_the_catalogue_says_of_a_service_is_no_sign_that_it_expired(service: ServiceFacts) -> None:
    """It tells kinds of expiry apart, and says nothing where nothing has expired."""
    diagnosis = _diagnosis(findings=(_finding("unknown-root", Severity.ERROR),))
    assert suggest(Known(diagnosis, service), TAXONOMY).ranked[0].id == "trust.missing-root"
    alone = suggest(Known(None, service), TAXONOMY)
    assert all(one.probability < 0.4 for one in alone.ranked if one.id.startswith("expiry."))


def test_a_quota_of_ours_is_no_outage() -> None:
    """A 429 is none of the nineteen, whatever else is slow."""
    findings = (_finding("ca-rate-limited", Severity.NOTE), _finding("ca-slow", Severity.WARNING))
    assert suggest(Known(_diagnosis(findings=findings), None), TAXONOMY).ranked[0].id == "none-of-these"


def test_a_fresh_revocation_never_speaks_against_a_stale_cache() -> None:
    """This bot cannot see what clients hold; nor does a store that accepts speak against a missing root."""
    revoked = suggest(Known(_diagnosis(findings=(_finding("revoked", Severity.ERROR),)), None), TAXONOMY)
    healthy = suggest(Known(_diagnosis(TRUSTED), None), TAXONOMY)
    by_id = {one.id: one for one in revoked.ranked}
    assert not by_id["revocation.stale-cache"].reasons_against
    assert not {one.id: one for one in healthy.ranked}["trust.missing-root"].reasons_against
