"""Timestamps of transparency logs, as certificates of public CAs carry them (RFC 6962, 3.2 and 3.3)."""

import functools
import hashlib
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID

from bot.faulty_tls.pki.authorities import Authority
from bot.faulty_tls.pki.der import der_element

LOG_NAMES = ("Example Demo Log 1", "Example Demo Log 2")
"""Chrome and Safari ask for two where a certificate is valid for no more than 180 days."""

_VERSION_1 = 0
_CERTIFICATE_TIMESTAMP = 0
_PRECERT_ENTRY = 1
_NO_EXTENSIONS = struct.pack(">H", 0)
_ECDSA_WITH_SHA256 = bytes((4, 3))
_OCTET_STRING = 0x04


def logged(builder: x509.CertificateBuilder, issuer: Authority) -> x509.CertificateBuilder:
    """The certificate with a timestamp of each of the demo's logs. Its other extensions must be there already."""
    precertificate = builder.sign(issuer.key, hashes.SHA256())
    key_hash = hashlib.sha256(_spki(issuer.key.public_key())).digest()
    entry = key_hash + _with_length(precertificate.tbs_certificate_bytes, 3)
    at_ms = int(precertificate.not_valid_before_utc.timestamp() * 1000)
    timestamps = b"".join(_with_length(_timestamp(name, entry, at_ms), 2) for name in LOG_NAMES)
    value = der_element(_OCTET_STRING, _with_length(timestamps, 2))
    oid = ExtensionOID.PRECERT_SIGNED_CERTIFICATE_TIMESTAMPS
    return builder.add_extension(x509.UnrecognizedExtension(oid, value), critical=False)


def _timestamp(log_name: str, entry: bytes, at_ms: int) -> bytes:
    key = _log_key(log_name)
    what = struct.pack(">BBQH", _VERSION_1, _CERTIFICATE_TIMESTAMP, at_ms, _PRECERT_ENTRY)
    signature = key.sign(what + entry + _NO_EXTENSIONS, ec.ECDSA(hashes.SHA256()))
    log_id = hashlib.sha256(_spki(key.public_key())).digest()
    head = struct.pack(">B32sQ", _VERSION_1, log_id, at_ms) + _NO_EXTENSIONS
    return head + _ECDSA_WITH_SHA256 + _with_length(signature, 2)


@functools.cache
def _log_key(name: str) -> ec.EllipticCurvePrivateKey:
    """Made from the name, so that it need not be kept: the log is nobody's, and its key no secret."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(name.encode()).digest()), ec.SECP256R1())


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _with_length(content: bytes, length_bytes: int) -> bytes:
    return len(content).to_bytes(length_bytes) + content
