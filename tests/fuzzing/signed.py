"""What in a case bears somebody's signature, found without the code that is tested."""

import base64
import warnings
from collections.abc import Callable

from cryptography import x509
from cryptography.x509 import ocsp

from bot.diagnostics import Diagnosis
from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.model.revocation import RevocationStatus
from tests.fuzzing import corpus

_ANSWERS = {"staple", "ocsp", "crl"}


def signed_parts(kind: str, content: bytes) -> set[bytes]:
    """The bytes that the signatures in a case of this kind are about."""
    if kind == "chain":
        return {part for der in corpus.ders(content) if (part := _part(_certificate, der)) is not None}
    if kind == "crl":
        lists = content.split(b"-----END X509 CRL-----")
        return {part for each in lists if (part := _part(_list, each)) is not None}
    part = _part(_response, content)
    return set() if part is None else {part}


def believed(kind: str, content: bytes, found: Diagnosis) -> set[bytes]:
    """The signed parts on which the diagnosis rests: of the leaf that is trusted, of the answer that counts."""
    if kind == "chain":
        trusted = [
            handshake.chain_der[0]
            for seen in found.observations
            for handshake in seen.handshakes
            if any(verdict.trust.trusted for verdict in handshake.verdicts)
        ]
        return {_part(_certificate, base64.b64decode(encoded)) or b"unreadable" for encoded in trusted}
    counts = [each for each in found.revocation.answers if each.status is not RevocationStatus.UNAVAILABLE]
    return signed_parts(kind, content) if counts and kind in _ANSWERS else set()


def _part(read: Callable[[bytes], bytes], content: bytes) -> bytes | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return read(content)
        except UNPARSABLE:
            return None


def _certificate(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).tbs_certificate_bytes


def _list(content: bytes) -> bytes:
    begin = content.find(b"-----BEGIN X509 CRL-----")
    if begin < 0:
        return x509.load_der_x509_crl(content).tbs_certlist_bytes
    return x509.load_pem_x509_crl(content[begin:] + b"-----END X509 CRL-----\n").tbs_certlist_bytes


def _response(content: bytes) -> bytes:
    return ocsp.load_der_ocsp_response(content).tbs_response_bytes
