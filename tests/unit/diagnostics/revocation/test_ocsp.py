"""Which OCSP responses count."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.model.revocation import (
    AnswerDefect,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.ocsp import get_url, read_response, request_for
from bot.diagnostics.revocation.reading import answer
from bot.diagnostics.revocation.subjects import ChainSeen, Subject, subjects
from tests.revocation_pki import (
    DAY,
    NOW,
    Certified,
    Request,
    Response,
    delegate,
    issue,
    respond,
    revoked,
)

ROOT = issue(Request("Root", ca=True))
LEAF = issue(Request("Leaf"), ROOT)
GOOD, REVOKED, UNAVAILABLE = RevocationStatus.GOOD, RevocationStatus.REVOKED, RevocationStatus.UNAVAILABLE


def subject_of(leaf: Certified = LEAF, *chain: Certified) -> Subject:
    """The leaf, with its issuer where that is in ``chain``."""
    return subjects([ChainSeen("", (leaf.der, *(each.der for each in chain)))])[0]


SUBJECT = subject_of(LEAF, ROOT)


def read(body: bytes, subject: Subject = SUBJECT) -> RevocationAnswer:
    """As an answer at the time of the test."""
    return answer(read_response(body, subject, NOW), subject, RevocationSource.OCSP, "http://o", NOW)


def test_a_good_response_of_the_issuer() -> None:
    """It counts."""
    found = read(respond(LEAF, ROOT))
    assert (found.status, found.verified, found.current, found.defect) == (GOOD, True, True, None)
    assert found.next_update == NOW + 3 * DAY


@pytest.mark.parametrize("by_name", [True, False])
@pytest.mark.parametrize("digest", [hashes.SHA1(), hashes.SHA256(), hashes.SHA384()])  # noqa: S303
def test_every_way_to_name_responder_and_certificate(by_name: bool, digest: hashes.HashAlgorithm) -> None:
    """By name or key, and by whichever digest."""
    assert read(respond(LEAF, ROOT, Response(by_name=by_name, digest=digest))).status is GOOD


def test_a_revocation() -> None:
    """With time and reason."""
    found = read(respond(LEAF, ROOT, revoked(NOW - DAY, x509.ReasonFlags.key_compromise)))
    assert (found.status, found.revoked_at, found.reason) == (REVOKED, NOW - DAY, "keyCompromise")


def test_a_certificate_that_the_responder_does_not_know() -> None:
    """Unknown is an answer of its own."""
    found = read(respond(LEAF, ROOT, Response(status=ocsp.OCSPCertStatus.UNKNOWN)))
    assert found.status is RevocationStatus.UNKNOWN


@pytest.mark.parametrize("by_name", [True, False])
def test_a_delegated_responder(by_name: bool) -> None:
    """The issuer gave it the right."""
    found = read(respond(LEAF, ROOT, Response(responder=delegate(ROOT), by_name=by_name)))
    assert (found.status, found.verified, found.detail) == (GOOD, True, "")


def test_a_delegated_responder_without_nocheck() -> None:
    """It counts, and what was not looked up is said."""
    found = read(respond(LEAF, ROOT, Response(responder=delegate(ROOT, no_check=False))))
    assert found.status is GOOD
    assert "ocsp-nocheck" in found.detail


@pytest.mark.parametrize(
    ("responder", "detail"),
    [
        (delegate(ROOT, usage=False), "not meant for OCSP signing"),
        (delegate(issue(Request("Root", ca=True))), "not issued by the same CA"),
        (delegate(ROOT, ends=NOW - DAY), "not valid at this time"),
        (delegate(ROOT, begins=NOW + DAY, ends=NOW + 2 * DAY), "not valid at this time"),
        (LEAF, "not meant for OCSP signing"),
    ],
    ids=["no-usage", "other-ca", "expired", "not-yet", "the-leaf-itself"],
)
def test_responders_without_the_right(responder: Certified, detail: str) -> None:
    """What they say does not count, though it is kept as what they claim."""
    found = read(respond(LEAF, ROOT, Response(responder=responder)))
    assert (found.status, found.defect) == (UNAVAILABLE, AnswerDefect.UNAUTHORISED)
    assert found.claimed is GOOD
    assert not found.verified
    assert detail in found.detail


def test_a_responder_whose_certificate_is_not_sent_along() -> None:
    """Nobody knows who it is."""
    found = read(respond(LEAF, ROOT, Response(responder=delegate(ROOT), send_certificate=False)))
    assert found.defect is AnswerDefect.UNAUTHORISED


def test_a_false_signature() -> None:
    """Signed by another key in the issuer's name: even a revocation does not count."""
    response = revoked(NOW - DAY)
    response.responder, response.by_name = issue(Request("Root", ca=True)), True
    response.send_certificate = False
    found = read(respond(LEAF, ROOT, response))
    assert (found.status, found.defect) == (UNAVAILABLE, AnswerDefect.BAD_SIGNATURE)
    assert found.claimed is REVOKED


def test_a_response_about_another_certificate() -> None:
    """Of the former certificate, perhaps."""
    found = read(respond(issue(Request("Former"), ROOT), ROOT))
    assert (found.status, found.defect) == (UNAVAILABLE, AnswerDefect.OTHER_CERTIFICATE)
    assert found.for_other_certificate


def test_the_same_serial_of_another_issuer() -> None:
    """Serials are unique for one issuer only."""
    other = issue(Request("Other", ca=True))
    namesake = issue(Request("Leaf", serial=LEAF.certificate.serial_number), other)
    found = read(respond(namesake, other))
    assert found.defect is AnswerDefect.OTHER_CERTIFICATE


def test_a_stale_good_response_is_not_good() -> None:
    """What it says is kept, and does not count."""
    found = read(respond(LEAF, ROOT, Response(this_update=NOW - 8 * DAY, next_update=NOW - DAY)))
    assert (found.status, found.claimed, found.defect) == (UNAVAILABLE, GOOD, AnswerDefect.STALE)
    assert (found.verified, found.current) == (True, False)


@pytest.mark.parametrize(
    ("late", "status"), [(timedelta(minutes=4), GOOD), (timedelta(minutes=6), UNAVAILABLE)]
)
def test_clocks_may_differ_by_five_minutes(late: timedelta, status: RevocationStatus) -> None:
    """At both ends."""
    ended = Response(this_update=NOW - 8 * DAY, next_update=NOW - late)
    ahead = Response(this_update=NOW + late, next_update=NOW + DAY)
    assert read(respond(LEAF, ROOT, ended)).status is status
    assert read(respond(LEAF, ROOT, ahead)).status is status


def test_a_response_without_an_end() -> None:
    """It counts for a day: a newer is always to be had."""
    assert read(respond(LEAF, ROOT, Response(next_update=None))).status is GOOD
    old = read(respond(LEAF, ROOT, Response(this_update=NOW - 2 * DAY, next_update=None)))
    assert old.defect is AnswerDefect.STALE


def test_a_stale_revocation_still_counts() -> None:
    """It is never undone; one that is on hold may be."""
    past = {"this_update": NOW - 8 * DAY, "next_update": NOW - DAY}
    lasting = read(respond(LEAF, ROOT, revoked(NOW - 9 * DAY, x509.ReasonFlags.superseded, **past)))
    assert (lasting.status, lasting.current) == (REVOKED, False)
    held = read(respond(LEAF, ROOT, revoked(NOW - 9 * DAY, x509.ReasonFlags.certificate_hold, **past)))
    assert (held.status, held.claimed) == (UNAVAILABLE, REVOKED)


def test_without_the_issuer() -> None:
    """Nothing can be verified."""
    alone = subject_of(LEAF)
    assert read(respond(LEAF, ROOT), alone).defect is AnswerDefect.NO_ISSUER
    assert request_for(alone) is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (1, "malformed"),
        (2, "internal error"),
        (3, "try later"),
        (5, "signed requests"),
        (6, "not authorised"),
    ],
)
def test_a_responder_that_refuses(status: int, words: str) -> None:
    """In its own words."""
    found = read(bytes([0x30, 3, 0x0A, 1, status]))
    assert (found.status, found.defect) == (UNAVAILABLE, AnswerDefect.REFUSED)
    assert words in found.detail


@pytest.mark.parametrize("body", [b"", b"<html>", b"x" * 300_000, bytes([0x30, 3, 0x0A, 1, 0])])
def test_what_is_no_response(body: bytes) -> None:
    """It is unreadable, and never good."""
    assert read(body).defect is AnswerDefect.UNREADABLE


def test_the_request() -> None:
    """It names the certificate by SHA-1, and fits into a URL."""
    der = request_for(SUBJECT)
    assert der is not None
    request = ocsp.load_der_ocsp_request(der)
    assert request.serial_number == LEAF.certificate.serial_number
    assert isinstance(request.hash_algorithm, hashes.SHA1)
    url = get_url("http://ocsp.example.com/", der)
    assert url is not None
    assert url.startswith("http://ocsp.example.com/M")
    assert not set(url.removeprefix("http://")) & set("+=")
    assert get_url("http://ocsp.example.com/" + "x" * 200, der) is None


VALID = respond(LEAF, ROOT, Response(responder=delegate(ROOT)))


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_for_a_response(body: bytes) -> None:
    """None of them is good."""
    assert read(body).status is UNAVAILABLE


@settings(deadline=None)
@given(st.integers(0, len(VALID) - 1), st.integers(0, 255))
def test_a_response_with_one_wrong_byte(position: int, byte: int) -> None:
    """It never raises; what is signed cannot be changed."""
    damaged = VALID[:position] + bytes([byte]) + VALID[position + 1 :]
    found = read(damaged)
    if found.status is not UNAVAILABLE:
        assert found.status is GOOD
        assert found.next_update == NOW + 3 * DAY
