"""Whose signature a certificate bears, however weak its algorithm: to be refused for that, it has to be known first."""

import functools
import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from bot.diagnostics.certificates.extensions import UNPARSABLE

MAX_RSA_BITS = 8192
"""A signature by a larger key takes long to check, and no CA has one."""


@functools.lru_cache(maxsize=256)
def bears_signature_of(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether names chain and the signature is that of the issuer's key (RFC 5280, 6.1.3 (a)(1) and (4)).

    SHA-1 and MD5 count here; whether a client accepts them is another question. Remembered: CAs come again and again.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            key = issuer.public_key()
            if isinstance(key, rsa.RSAPublicKey) and key.key_size > MAX_RSA_BITS:
                return False
            algorithm = certificate.signature_hash_algorithm
            if isinstance(algorithm, hashes.SHA1 | hashes.MD5):
                return certificate.issuer == issuer.subject and _signed_weakly(key, certificate, algorithm)
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, *UNPARSABLE):
            return False
    return True


def _signed_weakly(
    key: CertificatePublicKeyTypes, certificate: x509.Certificate, algorithm: hashes.SHA1 | hashes.MD5
) -> bool:
    """The library no longer checks these.

    Raises:
        InvalidSignature: It is not that of the key.
    """
    signature, body = certificate.signature, certificate.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, body, padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, body, ec.ECDSA(algorithm))
    else:
        return False
    return True
