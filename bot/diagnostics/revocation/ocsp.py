"""OCSP: asking, reading and verifying (RFC 6960; RFC 5019, the profile for many clients)."""

import base64
import warnings
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.model.revocation import AnswerDefect, RevocationStatus
from bot.diagnostics.revocation.reading import Reading
from bot.diagnostics.revocation.responder import delegation_problem, delegation_remark, signer_of
from bot.diagnostics.revocation.subjects import Subject

MAX_RESPONSE_BYTES = 256_000
MAX_SINGLE_RESPONSES = 100
MAX_GET_CHARACTERS = 255
"""Longer requests are sent by POST (RFC 5019, 5)."""

_REFUSALS = {
    ocsp.OCSPResponseStatus.MALFORMED_REQUEST: "the responder says that the request is malformed",
    ocsp.OCSPResponseStatus.INTERNAL_ERROR: "the responder has an internal error",
    ocsp.OCSPResponseStatus.TRY_LATER: "the responder says to try later",
    ocsp.OCSPResponseStatus.SIG_REQUIRED: "the responder wants signed requests",
    ocsp.OCSPResponseStatus.UNAUTHORIZED: "the responder is not authorised to answer for this certificate",
}
_STATUSES = {
    ocsp.OCSPCertStatus.GOOD: RevocationStatus.GOOD,
    ocsp.OCSPCertStatus.REVOKED: RevocationStatus.REVOKED,
    ocsp.OCSPCertStatus.UNKNOWN: RevocationStatus.UNKNOWN,
}


def request_for(subject: Subject) -> bytes | None:
    """The request in DER, without a nonce (RFC 5019, 2.1.1); None where none can be made.

    The certificate is named by SHA-1: responders index by it, and nothing here rests on its strength.
    """
    if subject.issuer is None:
        return None
    builder = ocsp.OCSPRequestBuilder()
    try:
        builder = builder.add_certificate(subject.certificate, subject.issuer, hashes.SHA1())  # noqa: S303
        return builder.build().public_bytes(Encoding.DER)
    except UNPARSABLE:
        return None


def get_url(url: str, request: bytes) -> str | None:
    """The URL of the request by GET (RFC 6960, A.1), which caches can answer; None where it is too long."""
    whole = f"{url.rstrip('/')}/{quote(base64.b64encode(request), safe='')}"
    return whole if len(whole) <= MAX_GET_CHARACTERS else None


def read_response(body: bytes, subject: Subject, now: datetime) -> Reading:
    """What a response says of a certificate; any bytes are allowed."""
    if len(body) > MAX_RESPONSE_BYTES:
        return Reading(defect=AnswerDefect.UNREADABLE, detail="the response is too large to be one")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(ocsp.load_der_ocsp_response(body), subject, now)
        except UNPARSABLE:
            return Reading(defect=AnswerDefect.UNREADABLE, detail="what was sent is no OCSP response")


def _read(response: ocsp.OCSPResponse, subject: Subject, now: datetime) -> Reading:
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return Reading(defect=AnswerDefect.REFUSED, detail=_REFUSALS[response.response_status])
    single = next(_about(response, subject), None)
    if single is None:
        return Reading(
            defect=AnswerDefect.OTHER_CERTIFICATE, detail="the response is about another certificate"
        )
    if subject.issuer is None:
        detail = "the issuer's certificate is not at hand, so the response cannot be verified"
        return _reading(single, AnswerDefect.NO_ISSUER, detail)
    if not _names_issuer(single, subject, subject.issuer):
        return _reading(single, AnswerDefect.OTHER_CERTIFICATE, "the response names another issuer")
    signer = signer_of(response, subject.issuer)
    if isinstance(signer, tuple):
        return _reading(single, *signer)
    problem = delegation_problem(signer, subject.issuer, now)
    if problem is not None:
        return _reading(single, *problem)
    return _reading(single, None, delegation_remark(signer, subject.issuer))


def _about(response: ocsp.OCSPResponse, subject: Subject) -> Iterator[ocsp.OCSPSingleResponse]:
    for place, single in enumerate(response.responses):
        if place == MAX_SINGLE_RESPONSES:
            return
        if single.serial_number == subject.certificate.serial_number:
            yield single


def _names_issuer(single: ocsp.OCSPSingleResponse, subject: Subject, issuer: x509.Certificate) -> bool:
    """Name and key of the CertID are those of the issuer (RFC 6960, 4.1.1), by whichever digest was chosen."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(subject.certificate, issuer, single.hash_algorithm)
    expected = builder.build()
    return (
        expected.issuer_name_hash == single.issuer_name_hash
        and expected.issuer_key_hash == single.issuer_key_hash
    )


def _reading(single: ocsp.OCSPSingleResponse, defect: AnswerDefect | None, detail: str) -> Reading:
    reason = single.revocation_reason
    return Reading(
        said=_STATUSES[single.certificate_status],
        defect=defect,
        detail=detail,
        verified=defect is None,
        this_update=single.this_update_utc,
        next_update=single.next_update_utc,
        revoked_at=single.revocation_time_utc,
        reason=reason.value if reason is not None else None,
    )
