"""What is found in the answers of revocation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.diagnostics import Finding, Handshake, Observation, Offer, Outcome, Severity, Target
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.findings import revocation
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.certificate import CertificateFacts, SignedTimestamp
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    Revocation,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.horizon import horizons
from tests.findings_of import findings_of
from tests.revocation_pki import DAY, NOW, Request, issue

ROOT = issue(Request("Root", ca=True))
LEAF = certificate_facts(issue(Request("api.example.com"), ROOT).der)
CA = certificate_facts(issue(Request("Intermediate", ca=True), ROOT).der)
assert LEAF is not None
assert CA is not None

GOOD, REVOKED, UNAVAILABLE = RevocationStatus.GOOD, RevocationStatus.REVOKED, RevocationStatus.UNAVAILABLE
UNKNOWN = RevocationStatus.UNKNOWN


def listed(status: RevocationStatus, defect: AnswerDefect | None = None, **more: object) -> RevocationAnswer:
    """By the list, about the leaf."""
    assert LEAF is not None
    answer = RevocationAnswer(
        RevocationSource.CRL,
        "http://crl.example.com/l",
        LEAF.fingerprint_sha256,
        "api.example.com",
        0,
        status,
        detail="the reason" if defect else "",
        verified=defect is None,
        current=defect is None,
        this_update=NOW - timedelta(hours=1),
        next_update=NOW + 7 * DAY,
        revoked_at=NOW - timedelta(hours=2) if status is REVOKED else None,
        defect=defect,
    )
    return replace(answer, **more)  # type: ignore[arg-type] # a test's own


def by_ocsp(status: RevocationStatus, defect: AnswerDefect | None = None, **more: object) -> RevocationAnswer:
    """By the responder."""
    return listed(status, defect, source=RevocationSource.OCSP, location="http://ocsp.example.com", **more)


def stapled(status: RevocationStatus, defect: AnswerDefect | None = None, **more: object) -> RevocationAnswer:
    """By the server of the first address."""
    return listed(status, defect, source=RevocationSource.STAPLE, location="192.0.2.1:443", **more)


def served(
    leaf: CertificateFacts, *, staple: str | None = None, completed: bool = True
) -> tuple[Observation, ...]:
    """The same on two addresses."""
    assert CA is not None
    handshake = Handshake(Offer.USUAL, completed, chain=(leaf, CA), staple=staple)
    return tuple(
        Observation(f"192.0.2.{number}:443", Outcome.SERVED, handshakes=(handshake,)) for number in (1, 2)
    )


def found(*answers: RevocationAnswer, seen: tuple[Observation, ...] | None = None) -> dict[str, Finding]:
    """By id."""
    assert LEAF is not None
    evidence = Evidence(
        Target("api.example.com"),
        NOW,
        served(LEAF) if seen is None else seen,
        revocation=Revocation(answers, horizons(answers, {}, NOW)),
    )
    return {finding.id: finding for finding in findings_of(evidence, revocation)}


def test_good_answers_and_none_at_all_are_nothing_to_tell() -> None:
    """Without answers, nothing was asked."""
    assert found(listed(GOOD), by_ocsp(GOOD), stapled(GOOD)) == {}
    assert found() == {}


def test_a_revoked_certificate() -> None:
    """By whom, since when, why, and until when others may not know."""
    findings = found(listed(REVOKED, reason="keyCompromise"), stapled(REVOKED))
    assert set(findings) == {"revoked", "revocation-horizon"}
    assert findings["revoked"].severity is Severity.ERROR
    assert findings["revoked"].sentence == (
        "The certificate on all 2 addresses is revoked since 2026-11-24 00:00 UTC (reason keyCompromise), "
        "says the revocation list http://crl.example.com/l and the server's own staple."
    )
    assert findings["revocation-horizon"].severity is Severity.NOTE
    assert "clients that cache revocation lists may believe it is good until 2026-12-01 02:00 UTC" in (
        findings["revocation-horizon"].sentence
    )


def test_a_revoked_intermediate() -> None:
    """It is named; the leaf is not called revoked."""
    assert CA is not None
    answer = listed(REVOKED, fingerprint=CA.fingerprint_sha256, position=1, subject="Intermediate")
    findings = found(listed(GOOD), answer)
    assert set(findings) == {"intermediate-revoked", "revocation-horizon"}
    assert "The CA's certificate Intermediate in the chain on all 2 addresses is revoked" in (
        findings["intermediate-revoked"].sentence
    )


def test_sources_that_disagree() -> None:
    """One finding says so, instead of a plain revocation."""
    findings = found(by_ocsp(GOOD), listed(REVOKED))
    assert set(findings) == {"revoked-only-by-some", "revocation-horizon"}
    assert "says good until" in findings["revoked-only-by-some"].sentence
    assert findings["revoked-only-by-some"].sentence.endswith(".")


@pytest.mark.parametrize(
    ("defect", "kind"),
    [
        (AnswerDefect.STALE, "staple-stale"),
        (AnswerDefect.OTHER_CERTIFICATE, "staple-of-other-certificate"),
        (AnswerDefect.BAD_SIGNATURE, "staple-invalid"),
        (AnswerDefect.UNAUTHORISED, "staple-invalid"),
        (AnswerDefect.UNREADABLE, "staple-invalid"),
        (AnswerDefect.NOT_YET, "staple-invalid"),
    ],
)
def test_a_staple_that_does_not_count(defect: AnswerDefect, kind: str) -> None:
    """At its address, also where another source says good."""
    findings = found(stapled(UNAVAILABLE, defect), listed(GOOD))
    assert set(findings) == {kind}
    assert findings[kind].addresses == ("192.0.2.1:443",)


def test_a_stale_good_staple_beside_a_revocation() -> None:
    """It is revoked, and no source disagrees: the staple does not count."""
    findings = found(stapled(UNAVAILABLE, AnswerDefect.STALE, claimed=GOOD), listed(REVOKED))
    assert set(findings) == {"revoked", "revocation-horizon", "staple-stale"}


def test_no_usable_answer_is_unknown_and_not_good() -> None:
    """All sources are named with their reasons."""
    findings = found(
        listed(UNAVAILABLE, AnswerDefect.NOT_FETCHED), by_ocsp(UNAVAILABLE, AnswerDefect.REFUSED)
    )
    assert set(findings) == {"revocation-unknown"}
    assert findings["revocation-unknown"].severity is Severity.WARNING
    assert (
        "the revocation list http://crl.example.com/l: the reason" in findings["revocation-unknown"].sentence
    )


def test_a_failed_source_beside_a_good_one_is_a_note() -> None:
    """Nothing more."""
    findings = found(by_ocsp(UNAVAILABLE, AnswerDefect.NOT_FETCHED), listed(GOOD))
    assert {each.id: each.severity for each in findings.values()} == {
        "revocation-source-failed": Severity.NOTE
    }


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (listed(UNAVAILABLE, AnswerDefect.STALE), "crl-stale"),
        (by_ocsp(UNAVAILABLE, AnswerDefect.UNAUTHORISED), "revocation-answer-invalid"),
        (by_ocsp(UNAVAILABLE, AnswerDefect.BAD_SIGNATURE), "revocation-answer-invalid"),
    ],
)
def test_a_source_that_is_broken(answer: RevocationAnswer, kind: str) -> None:
    """A warning, and unknown where nothing else answers."""
    assert set(found(answer)) == {kind, "revocation-unknown"}
    assert set(found(answer, stapled(GOOD))) == {kind}


def test_a_responder_that_does_not_know_the_certificate() -> None:
    """A finding of its own, whatever the list says."""
    assert set(found(by_ocsp(UNKNOWN), listed(GOOD))) == {"responder-does-not-know"}


def test_an_unverifiable_intermediate_is_the_chains_fault() -> None:
    """That the chain has no end is told elsewhere; of the leaf it is told here, too."""
    answer = listed(UNAVAILABLE, AnswerDefect.NO_ISSUER)
    assert found(replace(answer, position=1), listed(GOOD, fingerprint="other")) == {}
    assert set(found(answer)) == {"revocation-unknown"}


def test_must_staple() -> None:
    """Missing where the handshake was completed without one."""
    assert LEAF is not None
    leaf = replace(LEAF, must_staple=True)
    assert set(found(seen=served(leaf))) == {"must-staple-missing"}
    assert found(seen=served(leaf, staple="AAAA")) == {}
    assert found(seen=served(leaf, completed=False)) == {}
    assert found(seen=served(LEAF)) == {}


def test_a_public_certificate_without_any_source() -> None:
    """A short-lived one needs none."""
    assert LEAF is not None
    public = replace(LEAF, timestamps=(SignedTimestamp("aa", NOW - DAY),))
    assert set(found(seen=served(public))) == {"no-revocation-source"}
    assert found(seen=served(replace(public, crl_urls=("http://c",)))) == {}
    short = replace(public, not_before=NOW - DAY, not_after=NOW + 5 * DAY)
    assert "no-revocation-source" not in found(seen=served(short))
