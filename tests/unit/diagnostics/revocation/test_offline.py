"""Answers from files that somebody brought."""

from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.model.revocation import AnswerDefect, RevocationSource, RevocationStatus
from bot.diagnostics.revocation.offline import answers_from_files
from tests.revocation_pki import NOW, Request, Revoked, issue, make_list, respond

ROOT = issue(Request("Root", ca=True))
INTERMEDIATE = issue(Request("Intermediate", ca=True), ROOT)
LEAF = issue(Request("Leaf"), INTERMEDIATE)
CHAIN = (LEAF.der, INTERMEDIATE.der, ROOT.der)


async def test_lists_and_responses_find_their_certificates() -> None:
    """Several lists in one file of PEM; each answers for the certificates of its issuer."""
    bundle = make_list(ROOT, encoding=Encoding.PEM) + make_list(
        INTERMEDIATE, [Revoked(LEAF.certificate.serial_number)], encoding=Encoding.PEM
    )
    found = await answers_from_files(CHAIN, {"all.pem": bundle}, {"r.der": respond(LEAF, INTERMEDIATE)}, NOW)
    assert [(answer.location, answer.position, answer.source, answer.status) for answer in found.answers] == [
        ("all.pem", 0, RevocationSource.CRL, RevocationStatus.REVOKED),
        ("r.der", 0, RevocationSource.OCSP, RevocationStatus.GOOD),
        ("all.pem", 1, RevocationSource.CRL, RevocationStatus.GOOD),
    ]
    assert len(found.horizons) == 1


async def test_files_about_other_certificates_say_nothing() -> None:
    """Of none of the chain."""
    other = issue(Request("Other", ca=True))
    found = await answers_from_files(
        CHAIN, {"o.crl": make_list(other)}, {"o.ocsp": respond(issue(Request("X"), other), other)}, NOW
    )
    assert found.answers == ()


async def test_a_file_that_cannot_be_read_is_told_once() -> None:
    """It is not passed over."""
    found = await answers_from_files(CHAIN, {"a.crl": b"junk"}, {"a.ocsp": b"junk"}, NOW)
    assert [(answer.location, answer.defect) for answer in found.answers] == [
        ("a.crl", AnswerDefect.UNREADABLE),
        ("a.ocsp", AnswerDefect.UNREADABLE),
    ]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=3), st.binary(max_size=200), st.binary(max_size=200))
async def test_any_bytes_for_files(chain: list[bytes], crl: bytes, response: bytes) -> None:
    """Nothing raises, and nothing is good."""
    for certificates in (chain, CHAIN):
        found = await answers_from_files(certificates, {"c": crl}, {"o": response}, NOW)
        assert all(answer.status is RevocationStatus.UNAVAILABLE for answer in found.answers)
