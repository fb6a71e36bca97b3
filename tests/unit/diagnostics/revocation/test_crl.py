"""Which revocation lists count."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.model.revocation import (
    AnswerDefect,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.crl import ListReader
from bot.diagnostics.revocation.crl_reading import ListQuestion, read_list
from bot.diagnostics.revocation.reading import answer
from bot.diagnostics.revocation.subjects import ChainSeen, Subject, subjects
from tests.revocation_pki import DAY, NOW, Certified, Request, Revoked, issue, make_list, point

URL = "http://crl.example.com/leaf.crl"
ROOT = issue(Request("Root", ca=True))
LEAF = issue(Request("Leaf", crl_urls=[URL]), ROOT)
LISTED = Revoked(LEAF.certificate.serial_number)
GOOD, REVOKED, UNAVAILABLE = RevocationStatus.GOOD, RevocationStatus.REVOKED, RevocationStatus.UNAVAILABLE


def subject_of(leaf: Certified, *chain: Certified) -> Subject:
    """The first of a chain."""
    return subjects([ChainSeen("", (leaf.der, *(each.der for each in chain)))])[0]


SUBJECT = subject_of(LEAF, ROOT)


async def read(body: bytes, subject: Subject = SUBJECT) -> RevocationAnswer:
    """As an answer at the time of the test."""
    return answer(await ListReader().read(body, subject), subject, RevocationSource.CRL, URL, NOW)


async def test_a_list_without_the_certificate() -> None:
    """It is good."""
    found = await read(make_list(ROOT, [Revoked(4711)]))
    assert (found.status, found.verified, found.current) == (GOOD, True, True)
    assert (found.this_update, found.next_update) == (NOW - timedelta(hours=2), NOW + 7 * DAY)


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
async def test_a_list_with_the_certificate(encoding: Encoding) -> None:
    """It is revoked; PEM is read, too."""
    found = await read(make_list(ROOT, [Revoked(4711), LISTED], encoding=encoding))
    assert (found.status, found.revoked_at, found.reason) == (REVOKED, LISTED.at, None)


@pytest.mark.parametrize(
    ("reason", "status", "told"),
    [
        (x509.ReasonFlags.key_compromise, REVOKED, "keyCompromise"),
        (x509.ReasonFlags.certificate_hold, REVOKED, "certificateHold"),
        (x509.ReasonFlags.remove_from_crl, GOOD, None),
    ],
)
async def test_reasons(reason: x509.ReasonFlags, status: RevocationStatus, told: str | None) -> None:
    """A hold is a revocation while it lasts; one that was lifted is none."""
    found = await read(make_list(ROOT, [Revoked(LISTED.serial, reason=reason)]))
    assert (found.status, found.reason) == (status, told)


async def test_a_list_that_has_ended() -> None:
    """Good no longer counts; a revocation does."""
    past = {"this_update": NOW - 9 * DAY, "next_update": NOW - DAY}
    good = await read(make_list(ROOT, **past))  # type: ignore[arg-type] # times
    assert (good.status, good.claimed, good.defect) == (UNAVAILABLE, GOOD, AnswerDefect.STALE)
    entry = Revoked(LISTED.serial, NOW - 10 * DAY)
    assert (await read(make_list(ROOT, [entry], **past))).status is REVOKED  # type: ignore[arg-type] # times


async def test_a_list_that_lies_ahead() -> None:
    """A revocation in it does not count either: the list is not of this time."""
    found = await read(make_list(ROOT, [LISTED], this_update=NOW + DAY))
    assert (found.status, found.defect) == (UNAVAILABLE, AnswerDefect.NOT_YET)


async def test_the_list_of_another_issuer_and_a_false_signature() -> None:
    """Neither says anything, not even that it is revoked."""
    other = await read(make_list(issue(Request("Other", ca=True)), [LISTED]))
    assert (other.status, other.defect) == (UNAVAILABLE, AnswerDefect.OTHER_ISSUER)
    false = await read(make_list(ROOT, [LISTED], key=ec.generate_private_key(ec.SECP256R1())))
    assert (false.status, false.claimed, false.defect) == (UNAVAILABLE, REVOKED, AnswerDefect.BAD_SIGNATURE)


@pytest.mark.parametrize(
    ("extension", "defect"),
    [
        (point(only_contains_user_certs=True), None),
        (point(only_contains_ca_certs=True), AnswerDefect.OUT_OF_SCOPE),
        (point(only_contains_attribute_certs=True), AnswerDefect.OUT_OF_SCOPE),
        (point(some_reasons=True), AnswerDefect.OUT_OF_SCOPE),
        (point(indirect_crl=True), AnswerDefect.UNSUPPORTED),
        (point(URL), None),
        (point("http://crl.example.com/another.crl"), AnswerDefect.OUT_OF_SCOPE),
        (x509.DeltaCRLIndicator(3), AnswerDefect.UNSUPPORTED),
        (x509.CRLNumber(3), None),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\0"), AnswerDefect.UNSUPPORTED),
    ],
)
async def test_the_scope_of_a_list(extension: x509.ExtensionType, defect: AnswerDefect | None) -> None:
    """A list for others, of changes only, or with something critical that is not understood, is no answer."""
    found = await read(make_list(ROOT, extensions=[(extension, True)]))
    assert found.defect is defect
    assert found.status is (GOOD if defect is None else UNAVAILABLE)


async def test_a_list_for_some_reasons_that_has_the_certificate() -> None:
    """It is revoked for one of them."""
    found = await read(make_list(ROOT, [LISTED], extensions=[(point(some_reasons=True), True)]))
    assert found.status is REVOKED


async def test_a_list_for_servers_says_nothing_of_a_ca() -> None:
    """Nor the other way round."""
    intermediate = subject_of(issue(Request("Intermediate", ca=True), ROOT), ROOT)
    users = make_list(ROOT, extensions=[(point(only_contains_user_certs=True), True)])
    assert (await read(users, intermediate)).defect is AnswerDefect.OUT_OF_SCOPE
    cas = make_list(ROOT, extensions=[(point(only_contains_ca_certs=True), True)])
    assert (await read(cas, intermediate)).status is GOOD


async def test_an_issuer_that_may_not_sign_lists() -> None:
    """Its key usage says so."""
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    issuer = issue(Request("Issuer", ca=True, extensions=[usage]))
    leaf = issue(Request("Leaf"), issuer)
    found = await read(make_list(issuer), subject_of(leaf, issuer))
    assert found.defect is AnswerDefect.UNAUTHORISED


async def test_without_the_issuer() -> None:
    """Nothing can be verified; what the list says is kept as a claim."""
    found = await read(make_list(ROOT, [LISTED]), subject_of(LEAF))
    assert (found.status, found.claimed, found.defect) == (UNAVAILABLE, REVOKED, AnswerDefect.NO_ISSUER)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "nothing was sent"),
        (b"  <!DOCTYPE html>", "a web page"),
        (b"-----BEGIN CERTIFICATE-----", "a certificate was sent"),
        (b"-----BEGIN X509 CRL-----\njunk\n-----END X509 CRL-----", "no revocation list"),
        (b"junk", "no revocation list"),
    ],
)
async def test_what_is_no_list(body: bytes, words: str) -> None:
    """It is called what it is."""
    found = await read(body)
    assert found.defect is AnswerDefect.UNREADABLE
    assert words in found.detail


VALID = make_list(ROOT, [LISTED], extensions=[(point(URL), True)])
QUESTION = ListQuestion(LEAF.der, ROOT.der)


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_for_a_list(body: bytes) -> None:
    """None of them is good."""
    assert read_list(body, QUESTION).defect is not None


@settings(deadline=None)
@given(st.integers(0, len(VALID) - 1), st.integers(0, 255))
def test_a_list_with_one_wrong_byte(position: int, byte: int) -> None:
    """It never raises, and is never good."""
    found = read_list(VALID[:position] + bytes([byte]) + VALID[position + 1 :], QUESTION)
    assert found.defect is not None or found.said == "revoked"
