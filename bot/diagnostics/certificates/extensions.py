"""Extensions, each parsed so that a damaged one spoils only itself."""

import functools
import warnings
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID

from bot.diagnostics.certificates.der import SEQUENCE, children, dotted, element
from bot.diagnostics.certificates.structure import RawExtension

UNPARSABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for bytes that are no certificate, or a part of one that is damaged."""

SUBJECT_ALTERNATIVE_NAME = bytes.fromhex("551d11")

_LABELS = {
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME.dotted_string: "subjectAltName",
    ExtensionOID.BASIC_CONSTRAINTS.dotted_string: "basicConstraints",
    ExtensionOID.EXTENDED_KEY_USAGE.dotted_string: "extKeyUsage",
    ExtensionOID.TLS_FEATURE.dotted_string: "tlsFeature",
    ExtensionOID.AUTHORITY_INFORMATION_ACCESS.dotted_string: "authorityInfoAccess",
    ExtensionOID.CRL_DISTRIBUTION_POINTS.dotted_string: "cRLDistributionPoints",
    ExtensionOID.PRECERT_SIGNED_CERTIFICATE_TIMESTAMPS.dotted_string: "signed certificate timestamps",
    ExtensionOID.KEY_USAGE.dotted_string: "keyUsage",
    ExtensionOID.NAME_CONSTRAINTS.dotted_string: "nameConstraints",
    ExtensionOID.CERTIFICATE_POLICIES.dotted_string: "certificatePolicies",
    ExtensionOID.SUBJECT_KEY_IDENTIFIER.dotted_string: "subjectKeyIdentifier",
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER.dotted_string: "authorityKeyIdentifier",
}


def label(oid: bytes) -> str:
    """An extension's name in its RFC, or its identifier."""
    identifier = dotted(oid)
    return _LABELS.get(identifier, f"extension {identifier}")


def parse_extensions(raw: tuple[RawExtension, ...]) -> tuple[x509.Extensions, list[str]]:
    """Those that the library can read, and the labels of the others; of one that stands twice, the first counts."""
    once = {each.oid: each for each in reversed(raw)}
    unreadable = [f"{label(oid)} (it stands twice)" for oid in once if _count(raw, oid) > 1]
    parsed = _parsed(tuple(once.values()))
    if parsed is not None:
        return parsed, unreadable
    good = []
    for each in once.values():
        if _parsed((each,)) is None:
            unreadable.append(label(each.oid))
        else:
            good.append(each)
    return _parsed(tuple(good)) or x509.Extensions([]), unreadable


def _count(raw: tuple[RawExtension, ...], oid: bytes) -> int:
    return sum(each.oid == oid for each in raw)


def _parsed(raw: tuple[RawExtension, ...]) -> x509.Extensions | None:
    """By the library, which parses extensions only as those of a certificate: in a blank one."""
    if not raw:
        return x509.Extensions([])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return x509.load_der_x509_certificate(_blank_with(raw)).extensions
        except UNPARSABLE:
            return None


def _blank_with(raw: tuple[RawExtension, ...]) -> bytes:
    to_sign, rest = _blank()
    extensions = _wrapped(0xA3, _wrapped(SEQUENCE, b"".join(each.der for each in raw)))
    return _wrapped(SEQUENCE, _wrapped(SEQUENCE, to_sign + extensions) + rest)


@functools.cache
def _blank() -> tuple[bytes, bytes]:
    """A version 3 certificate of nobody, in two parts: what stands before its extensions, and its signature."""
    key = ed25519.Ed25519PrivateKey.generate()
    nobody, begin = x509.Name([]), datetime(2000, 1, 1, tzinfo=UTC)
    der = (
        x509.CertificateBuilder(nobody, nobody, key.public_key(), 1, begin, begin + timedelta(days=1))
        .add_extension(x509.TLSFeature([x509.TLSFeatureType.status_request]), critical=False)
        .sign(key, None)
        .public_bytes(Encoding.DER)
    )
    to_sign, algorithm, _ = children(der, element(der, 0, len(der)), SEQUENCE)
    parts = list(children(der, to_sign, SEQUENCE))
    return der[to_sign.content : parts[-1].start], der[algorithm.start :]


def _wrapped(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
