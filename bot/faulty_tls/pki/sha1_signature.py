"""Signing a certificate with SHA-1, which libraries rightly refuse to do.

The certificate is built with SHA-256; then the algorithm named in it is exchanged and the whole signed again.
"""

from collections.abc import Iterator

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from bot.faulty_tls.pki.der import der_element

ECDSA_WITH_SHA1 = bytes.fromhex("300906072a8648ce3d0401")
"""AlgorithmIdentifier (RFC 3279, section 2.2.3)."""

ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
"""AlgorithmIdentifier (RFC 5758, section 3.2)."""

SEQUENCE, BIT_STRING = 0x30, 0x03


def with_sha1_signature(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """``certificate``, which names ecdsa-with-SHA256, signed with ecdsa-with-SHA1 by ``key``."""
    fields = [
        ECDSA_WITH_SHA1 if field == ECDSA_WITH_SHA256 else field
        for field in _members(certificate.tbs_certificate_bytes)
    ]
    signed = der_element(SEQUENCE, b"".join(fields))
    signature = key.sign(signed, ec.ECDSA(hashes.SHA1()))  # noqa: S303 - that is what is wrong there
    whole = signed + ECDSA_WITH_SHA1 + der_element(BIT_STRING, b"\x00" + signature)
    return x509.load_der_x509_certificate(der_element(SEQUENCE, whole))


def _members(sequence: bytes) -> Iterator[bytes]:
    """The members of a DER sequence, each with its tag and length."""
    at, end = _content(sequence, 0)
    while at < end:
        _, after = _content(sequence, at)
        yield sequence[at:after]
        at = after


def _content(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at ``at`` begins and ends."""
    length, begins = der[at + 1], at + 2
    if length >= 0x80:
        octets = length & 0x7F
        length = int.from_bytes(der[begins : begins + octets], "big")
        begins += octets
    return begins, begins + length
