"""A certificate as it was presented: its DER, and the facts of it that could be read."""

import hashlib
import warnings
from collections.abc import Sequence
from datetime import UTC

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from bot.diagnostics.model.certificate import CertificateFacts, SignedTimestamp
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

MAX_URL = 500
MAX_URLS = 8
MAX_TIMESTAMPS = 20

_PURPOSES = {
    ExtendedKeyUsageOID.SERVER_AUTH: "serverAuth",
    ExtendedKeyUsageOID.CLIENT_AUTH: "clientAuth",
    ExtendedKeyUsageOID.CODE_SIGNING: "codeSigning",
    ExtendedKeyUsageOID.EMAIL_PROTECTION: "emailProtection",
    ExtendedKeyUsageOID.TIME_STAMPING: "timeStamping",
    ExtendedKeyUsageOID.OCSP_SIGNING: "OCSPSigning",
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
}
"""Names of RFC 5280, 4.2.1.12."""


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
            return _facts(der, certificate)
        except UNPARSABLE:
            return None


def _facts(der: bytes, certificate: x509.Certificate) -> CertificateFacts:
    names = _names(certificate)
    return CertificateFacts(
        subject_name=display_name(certificate.subject),
        issuer_name=display_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        fingerprint_sha256=hashlib.sha256(der).hexdigest(),
        spki_sha256=_spki_sha256(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        names=tuple(visible(name) for name in names[:MAX_NAMES]),
        name_count=len(names),
        is_ca=_is_ca(certificate),
        self_issued=certificate.subject == certificate.issuer,
        key=_key(certificate),
        key_bits=_key_bits(certificate),
        signature=_signature(certificate),
        purposes=_purposes(certificate),
        must_staple=_must_staple(certificate),
        ocsp_urls=_access_urls(certificate, AuthorityInformationAccessOID.OCSP),
        issuer_urls=_access_urls(certificate, AuthorityInformationAccessOID.CA_ISSUERS),
        crl_urls=_crl_urls(certificate),
        timestamps=_timestamps(certificate),
    )


def display_name(name: x509.Name) -> str:
    """Common name, else organisation, else the whole name: visible and bounded, never empty."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return visible(str(found[0].value))
    return visible(name.rfc4514_string()) or "(no name)"


def _names(certificate: x509.Certificate) -> list[str]:
    """Of the subjectAltName; empty where there is none."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    dns = extension.value.get_values_for_type(x509.DNSName)
    return [*dns, *(str(address) for address in extension.value.get_values_for_type(x509.IPAddress))]


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


def _key_bits(certificate: x509.Certificate) -> int | None:
    try:
        return getattr(certificate.public_key(), "key_size", None)
    except UNPARSABLE:
        return None


def _spki_sha256(certificate: x509.Certificate) -> str:
    """Of the key as it stands in the certificate; the library writes a key that it cannot read as it was."""
    try:
        spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except UNPARSABLE:
        return ""
    return hashlib.sha256(spki).hexdigest()


def _signature(certificate: x509.Certificate) -> str:
    oid = certificate.signature_algorithm_oid
    return str(getattr(oid, "_name", oid.dotted_string))


def _purposes(certificate: x509.Certificate) -> tuple[str, ...] | None:
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return None
    return tuple(_PURPOSES.get(usage, usage.dotted_string) for usage in usages)


def _must_staple(certificate: x509.Certificate) -> bool:
    try:
        features = certificate.extensions.get_extension_for_class(x509.TLSFeature).value
    except x509.ExtensionNotFound:
        return False
    return x509.TLSFeatureType.status_request in features


def _access_urls(certificate: x509.Certificate, method: x509.ObjectIdentifier) -> tuple[str, ...]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return ()
    return _urls([entry.access_location for entry in access if entry.access_method == method])


def _crl_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return ()
    return _urls([name for point in points for name in point.full_name or ()])


def _urls(names: Sequence[x509.GeneralName]) -> tuple[str, ...]:
    """The URLs among general names, as they stand: whoever fetches one screens it."""
    found = [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]
    return tuple(visible(url, MAX_URL) for url in found[:MAX_URLS])


def _timestamps(certificate: x509.Certificate) -> tuple[SignedTimestamp, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(
            x509.PrecertificateSignedCertificateTimestamps
        )
    except x509.ExtensionNotFound:
        return ()
    return tuple(
        SignedTimestamp(timestamp.log_id.hex(), timestamp.timestamp.replace(tzinfo=UTC))
        for timestamp in list(extension.value)[:MAX_TIMESTAMPS]
    )
