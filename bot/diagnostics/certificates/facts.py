"""A certificate as it was presented: its DER, and the facts of it that could be read."""

import hashlib
import warnings
from collections.abc import Sequence
from datetime import UTC
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    SignatureAlgorithmOID,
)

from bot.diagnostics.certificates.der import DerError
from bot.diagnostics.certificates.extensions import SUBJECT_ALTERNATIVE_NAME, UNPARSABLE, parse_extensions
from bot.diagnostics.certificates.names import AlternativeNames, alternative_names
from bot.diagnostics.certificates.public_key import key_words
from bot.diagnostics.certificates.remembered import remembered
from bot.diagnostics.certificates.structure import CertificateStructure, certificate_structure
from bot.diagnostics.model.certificate import CertificateFacts, SignedTimestamp
from bot.diagnostics.visible_text import visible

__all__ = ["MAX_NAMES", "UNPARSABLE", "certificate_facts", "parse_certificate"]

MAX_NAMES = 200
"""DNS names and addresses kept of one certificate; some carry ten thousand."""

MAX_URL = 500
MAX_URLS = 8
MAX_TIMESTAMPS = 20
MAX_PURPOSES = 20
MAX_UNREADABLE = 10

ExtensionType = TypeVar("ExtensionType", bound=x509.ExtensionType)

_NO_NAMES = AlternativeNames((), (), 0)
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


_load = remembered(x509.load_der_x509_certificate)
"""The library keeps what it has once parsed of a certificate: whoever reads the same one again has it for nothing."""


@remembered
def parse_certificate(der: bytes) -> x509.Certificate | None:
    """The certificate; None where it, or a part of it that is needed, cannot be parsed."""
    with warnings.catch_warnings():
        # Certificates in the wild break rules that the library only warns of (negative serials, naive encodings).
        warnings.simplefilter("ignore")
        try:
            certificate = _load(der)
            # The library parses these when they are first asked for: a damaged one has to show here.
            _ = (certificate.subject, certificate.issuer, certificate.extensions)
            _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
        except UNPARSABLE:
            return None
        return certificate


@remembered
def certificate_facts(der: bytes) -> CertificateFacts | None:
    """The facts, as far as they go; None where it is not even known when the certificate is valid."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificate = _load(der)
            return _Reader(certificate, certificate_structure(der)).facts(der)
        except (DerError, *UNPARSABLE):
            return None


class _Reader:
    """Reads the parts, and remembers which could not be read."""

    def __init__(self, certificate: x509.Certificate, structure: CertificateStructure) -> None:
        self._certificate = certificate
        self._structure = structure
        self._names = _NO_NAMES
        self._unreadable: list[str] = []
        self._read_names()
        others = tuple(each for each in structure.extensions if each.oid != SUBJECT_ALTERNATIVE_NAME)
        self._extensions, damaged = parse_extensions(others)
        self._unreadable += damaged
        if not structure.complete:
            self._unreadable.append("the list of extensions")

    def facts(self, der: bytes) -> CertificateFacts:
        certificate = self._certificate
        names = (*self._names.dns, *self._names.addresses)
        key, key_bits, loaded = key_words(certificate, self._structure.spki)
        if not loaded:
            self._unreadable.append("public key")
        return CertificateFacts(
            subject_name=self._name("subject"),
            issuer_name=self._name("issuer"),
            subject_organization=self._organization("subject"),
            issuer_organization=self._organization("issuer"),
            serial=f"{certificate.serial_number:x}",
            fingerprint_sha256=hashlib.sha256(der).hexdigest(),
            spki_sha256=hashlib.sha256(self._structure.spki).hexdigest(),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            names=tuple(visible(name) for name in names[:MAX_NAMES]),
            name_count=len(names),
            is_ca=self._is_ca(),
            self_issued=self._structure.subject == self._structure.issuer,
            key=key,
            key_bits=key_bits,
            signature=_signature(certificate),
            purposes=self._purposes(),
            must_staple=self._must_staple(),
            ocsp_urls=self._access_urls(AuthorityInformationAccessOID.OCSP),
            issuer_urls=self._access_urls(AuthorityInformationAccessOID.CA_ISSUERS),
            crl_urls=self._crl_urls(),
            timestamps=self._timestamps(),
            unreadable=tuple(self._unreadable[:MAX_UNREADABLE]),
        )

    def _read_names(self) -> None:
        found = [each for each in self._structure.extensions if each.oid == SUBJECT_ALTERNATIVE_NAME]
        if len(found) > 1:
            self._unreadable.append("subjectAltName (it stands twice)")
        if found:
            try:
                self._names = alternative_names(found[0].value)
            except DerError:
                self._unreadable.append("subjectAltName")
            if self._names.odd:
                self._unreadable.append("a name in subjectAltName")

    def _extension(self, kind: type[ExtensionType]) -> ExtensionType | None:
        try:
            return self._extensions.get_extension_for_class(kind).value
        except x509.ExtensionNotFound:
            return None

    def _name(self, which: str) -> str:
        try:
            name: x509.Name = getattr(self._certificate, which)
            return display_name(name)
        except UNPARSABLE:
            if which not in self._unreadable:
                self._unreadable.append(which)
            return "(unreadable)"

    def _organization(self, which: str) -> str:
        try:
            name: x509.Name = getattr(self._certificate, which)
            found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        except UNPARSABLE:
            return ""
        return visible(str(found[0].value)) if found else ""

    def _is_ca(self) -> bool:
        constraints = self._extension(x509.BasicConstraints)
        return constraints is not None and constraints.ca

    def _purposes(self) -> tuple[str, ...] | None:
        usages = self._extension(x509.ExtendedKeyUsage)
        if usages is None:
            return None
        return tuple(_PURPOSES.get(usage, usage.dotted_string) for usage in list(usages)[:MAX_PURPOSES])

    def _must_staple(self) -> bool:
        features = self._extension(x509.TLSFeature)
        return features is not None and x509.TLSFeatureType.status_request in features

    def _access_urls(self, method: x509.ObjectIdentifier) -> tuple[str, ...]:
        access = self._extension(x509.AuthorityInformationAccess)
        if access is None:
            return ()
        return _urls([entry.access_location for entry in access if entry.access_method == method])

    def _crl_urls(self) -> tuple[str, ...]:
        points = self._extension(x509.CRLDistributionPoints)
        return () if points is None else _urls([name for point in points for name in point.full_name or ()])

    def _timestamps(self) -> tuple[SignedTimestamp, ...]:
        found = self._extension(x509.PrecertificateSignedCertificateTimestamps)
        if found is None:
            return ()
        try:
            return tuple(
                SignedTimestamp(each.log_id.hex(), each.timestamp.replace(tzinfo=UTC))
                for each in list(found)[:MAX_TIMESTAMPS]
            )
        except (OverflowError, *UNPARSABLE):
            self._unreadable.append("signed certificate timestamps")
            return ()


def display_name(name: x509.Name) -> str:
    """The part of a name that people know it by."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return visible(str(found[0].value))
    return visible(name.rfc4514_string()) or "(no name)"


def _signature(certificate: x509.Certificate) -> str:
    oid = certificate.signature_algorithm_oid
    name = str(getattr(oid, "_name", ""))
    known = oid.dotted_string if name in {"", "Unknown OID"} else name
    if oid != SignatureAlgorithmOID.RSASSA_PSS:
        return known
    try:
        used = certificate.signature_hash_algorithm
    except UNPARSABLE:
        return known
    return f"{known} with {used.name}" if used is not None else known


def _urls(names: Sequence[x509.GeneralName]) -> tuple[str, ...]:
    """The URLs among general names, as they stand: whoever fetches one screens it."""
    found = [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]
    return tuple(visible(url, MAX_URL) for url in found[:MAX_URLS])
