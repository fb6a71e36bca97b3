"""Who signed an OCSP response, and whether the issuer gave it the right to (RFC 6960, 4.2.2.2)."""

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.certificates.facts import parse_certificate
from bot.diagnostics.certificates.issuers import is_issued_by
from bot.diagnostics.model.revocation import AnswerDefect

Problem = tuple[AnswerDefect, str]

MAX_SENT = 4
"""Certificates looked at among those a response brings along."""


def signer_of(response: ocsp.OCSPResponse, issuer: x509.Certificate) -> x509.Certificate | Problem:
    """Whose key signed the response: the issuer's certificate, or one that was sent along; or why it is nobody's.

    Raises:
        ValueError: A part of the response that is needed cannot be parsed; and the others of `UNPARSABLE`.
    """
    sent = (_once_parsed(each) for each in response.certificates[:MAX_SENT])
    named = [each for each in (issuer, *sent) if _is_named(response, each)]
    if not named:
        return AnswerDefect.UNAUTHORISED, "it names a responder that is neither the issuer nor sent along"
    signer = next((each for each in named if _signed(response, each)), None)
    if signer is None:
        return AnswerDefect.BAD_SIGNATURE, "its signature is not that of the responder it names"
    return signer


def _once_parsed(certificate: x509.Certificate) -> x509.Certificate:
    """The same: a responder's certificate comes with every response, and its parts are remembered."""
    return parse_certificate(certificate.public_bytes(Encoding.DER)) or certificate


def _is_named(response: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    """Whether the ResponderID is this certificate's name or key (RFC 6960, 4.2.1)."""
    if response.responder_name is not None:
        return response.responder_name == certificate.subject
    digest = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
    return response.responder_key_hash == digest


def _signed(response: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    signature, data = response.signature, response.tbs_response_bytes
    algorithm = response.signature_hash_algorithm
    try:
        if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(signature, data)
        elif algorithm is None or isinstance(algorithm, hashes.MD5):
            return False
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def delegation_problem(signer: x509.Certificate, issuer: x509.Certificate, now: datetime) -> Problem | None:
    """Why the signer has not the right to; None where it has.

    Another certificate than the issuer's has to come from the very issuer, be meant for this, and be valid.
    """
    if signer == issuer:
        return None
    if not is_issued_by(signer, issuer):
        return AnswerDefect.UNAUTHORISED, "the certificate of its responder is not issued by the same CA"
    try:
        usages = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        usages = x509.ExtendedKeyUsage([])
    if ExtendedKeyUsageOID.OCSP_SIGNING not in usages:
        return AnswerDefect.UNAUTHORISED, "the certificate of its responder is not meant for OCSP signing"
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        return AnswerDefect.UNAUTHORISED, "the certificate of its responder is not valid at this time"
    return None


def delegation_remark(signer: x509.Certificate, issuer: x509.Certificate) -> str:
    """What is left open about a delegated responder whose response counts; empty where nothing is.

    Its own revocation is to be looked up unless its certificate says ocsp-nocheck (RFC 6960, 4.2.2.2.1). It is not
    looked up here, and most clients do not either.
    """
    if signer == issuer:
        return ""
    try:
        signer.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except x509.ExtensionNotFound:
        return "its responder's certificate lacks ocsp-nocheck, and its own revocation was not looked up"
    return ""
