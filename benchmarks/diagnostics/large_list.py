"""A revocation list of a million entries, put together by hand: the library's builder would take a minute."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

ENTRIES = 1_000_000
"""As many make 32 MB."""

_SHA256_WITH_ECDSA = bytes.fromhex("06082a8648ce3d040302")
_REVOCATION_DATE = b"\x17\x0d260101000000Z"


def lengthened(small: bytes, key: ec.EllipticCurvePrivateKey, entries: int = ENTRIES) -> bytes:
    """The list ``small`` (DER, RFC 5280, 5.1) with ``entries`` more before its own, signed anew by ``key``.

    ``small`` must have at least one entry.

    Raises:
        ValueError: It has none.
    """
    body = x509.load_der_x509_crl(small).tbs_certlist_bytes
    start, own = _revoked_certificates(body)
    end = start + len(_sequence(own))
    bulk = b"".join(_entry(number) for number in range(entries))
    signed = _sequence(body[_header(body, 0) : start] + _sequence(bulk + own) + body[end:])
    digest = hashes.Hash(hashes.SHA256())
    digest.update(signed)
    signature = key.sign(digest.finalize(), ec.ECDSA(Prehashed(hashes.SHA256())))
    bits = b"\x03" + _length(len(signature) + 1) + b"\0" + signature
    return _sequence(signed + _sequence(_SHA256_WITH_ECDSA) + bits)


def _entry(number: int) -> bytes:
    return _sequence(b"\x02\x0f\x01" + number.to_bytes(14, "big") + _REVOCATION_DATE)


def _revoked_certificates(body: bytes) -> tuple[int, bytes]:
    """Where the list of entries stands, and its content: the third sequence, after algorithm and issuer."""
    at, sequences = _header(body, 0), 0
    while at < len(body):
        content = at + _header(body, at)
        end = content + _size(body, at)
        sequences += body[at] == 0x30
        if sequences == 3:
            return at, body[content:end]
        at = end
    raise ValueError("the list has no entry")


def _header(der: bytes, at: int) -> int:
    return 2 if der[at + 1] < 0x80 else 2 + (der[at + 1] & 0x7F)


def _size(der: bytes, at: int) -> int:
    header = _header(der, at)
    return der[at + 1] if header == 2 else int.from_bytes(der[at + 2 : at + header], "big")


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def _sequence(content: bytes) -> bytes:
    return b"\x30" + _length(len(content)) + content
