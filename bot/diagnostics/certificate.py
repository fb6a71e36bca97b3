"""A certificate as it was presented: its DER, and the facts of it that could be read."""

import hashlib
import warnings
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from bot.diagnostics.visible_text import visible

UNPARSABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for bytes that are no certificate, or a part of one that is damaged."""

MAX_NAMES = 200
"""DNS names and addresses kept of one certificate; some carry ten thousand."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself. Text in it is untrusted, but visible and bounded."""

    subject_name: str
    issuer_name: str
    serial: str
    """Hexadecimal, lower case, without colons."""
    fingerprint_sha256: str
    """Of the DER, hexadecimal, lower case."""
    not_before: datetime
    not_after: datetime
    """The last moment of validity (RFC 5280, 4.1.2.5)."""
    names: tuple[str, ...]
    """DNS names and IP addresses of the subjectAltName, at most `MAX_NAMES`."""
    is_ca: bool
    self_issued: bool
    key: str
    """Type and size, as in ``RSA 2048`` or ``EC secp256r1``."""


def parse_certificate(der: bytes) -> x509.Certificate | None:
    """The certificate; None where it, or a part of it that is needed, cannot be parsed."""
    with warnings.catch_warnings():
        # Certificates in the wild break rules that the library only warns of (negative serials, naive encodings).
        warnings.simplefilter("ignore")
        try:
            certificate = x509.load_der_x509_certificate(der)
            # The library parses these when they are first asked for: a damaged one has to show here.
            _ = (certificate.subject, certificate.issuer, certificate.extensions)
            _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
        except UNPARSABLE:
            return None
        return certificate


def certificate_facts(der: bytes) -> CertificateFacts | None:
    """The facts; None where the certificate cannot be parsed."""
    certificate = parse_certificate(der)
    if certificate is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return CertificateFacts(
                subject_name=_name(certificate.subject),
                issuer_name=_name(certificate.issuer),
                serial=f"{certificate.serial_number:x}",
                fingerprint_sha256=hashlib.sha256(der).hexdigest(),
                not_before=certificate.not_valid_before_utc,
                not_after=certificate.not_valid_after_utc,
                names=_names(certificate),
                is_ca=_is_ca(certificate),
                self_issued=certificate.subject == certificate.issuer,
                key=_key(certificate),
            )
        except UNPARSABLE:
            return None


def _name(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return visible(str(found[0].value))
    return visible(name.rfc4514_string()) or "(no name)"


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    dns = extension.value.get_values_for_type(x509.DNSName)
    addresses = [str(address) for address in extension.value.get_values_for_type(x509.IPAddress)]
    return tuple(visible(name) for name in [*dns, *addresses][:MAX_NAMES])


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _key(certificate: x509.Certificate) -> str:
    try:
        key = certificate.public_key()
    except UNPARSABLE:
        return "unreadable key"
    curve = getattr(key, "curve", None)
    if curve is not None:
        return f"EC {curve.name}"
    size = getattr(key, "key_size", None)
    kind = type(key).__name__.removeprefix("_").removesuffix("PublicKey")
    return f"{kind} {size}" if size else kind
