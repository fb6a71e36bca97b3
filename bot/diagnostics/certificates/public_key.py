"""What kind of key a certificate holds, also where no library can load it."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from bot.diagnostics.certificates.der import OBJECT_IDENTIFIER, SEQUENCE, DerError, Element, dotted
from bot.diagnostics.certificates.extensions import UNPARSABLE
from bot.diagnostics.certificates.structure import algorithm_of, modulus_bits

_RSA = "1.2.840.113549.1.1.1"
_RSA_PSS = "1.2.840.113549.1.1.10"
_EC = "1.2.840.10045.2.1"
_NAMES = {_RSA: "RSA", _RSA_PSS: "RSA", "1.2.840.10040.4.1": "DSA", "1.2.840.113549.1.3.1": "DH"}


def key_words(certificate: x509.Certificate, spki: bytes) -> tuple[str, int | None, bool]:
    """Type and size, as in ``RSA 2048``; the size in bits; whether it could be read."""
    try:
        algorithm, parameters, key = algorithm_of(spki)
    except DerError:
        return "unreadable key", None, False
    oid = dotted(algorithm)
    if oid == _EC and parameters is not None and parameters.tag == SEQUENCE:
        # Curves that a certificate brings along are forbidden (RFC 5480, 2.1.1), whatever they contain.
        return "EC with explicit parameters", None, True
    try:
        words, bits = _loaded(certificate)
    except UNPARSABLE:
        return (*_unloaded(oid, spki, parameters, key), False)
    return words, bits, True


def _loaded(certificate: x509.Certificate) -> tuple[str, int | None]:
    match certificate.public_key():
        case rsa.RSAPublicKey(key_size=bits):
            return f"RSA {bits}", bits
        case ec.EllipticCurvePublicKey(curve=curve):
            return f"EC {curve.name}", curve.key_size
        case dsa.DSAPublicKey(key_size=bits):
            return f"DSA {bits}", bits
        case ed25519.Ed25519PublicKey():
            return "Ed25519", 256
        case ed448.Ed448PublicKey():
            return "Ed448", 456
        case other:
            return type(other).__name__.removesuffix("PublicKey"), getattr(other, "key_size", None)


def _unloaded(oid: str, spki: bytes, parameters: Element | None, key: bytes) -> tuple[str, int | None]:
    if oid in {_RSA, _RSA_PSS}:
        try:
            bits = modulus_bits(key)
        except DerError:
            return "RSA", None
        return f"RSA {bits}", bits
    if oid == _EC and parameters is not None and parameters.tag == OBJECT_IDENTIFIER:
        return f"EC curve {dotted(spki[parameters.content : parameters.end])}", None
    return _NAMES.get(oid, f"key of algorithm {oid}"), None
