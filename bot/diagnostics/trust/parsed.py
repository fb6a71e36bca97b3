"""Certificates of a chain with what path building needs at hand, each parsed once."""

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.diagnostics.certificates.facts import UNPARSABLE, display_name, parse_certificate
from bot.diagnostics.certificates.remembered import remembered
from bot.diagnostics.certificates.signatures import bears_signature_of

MAX_RSA_BITS = 8192
"""No signature is checked with a larger key: it costs too much, and Go's crypto/tls refuses it as well."""

_CACHED_SIGNATURES = 2048

Extension = TypeVar("Extension", bound=x509.ExtensionType)


@dataclass(frozen=True, eq=False, slots=True)
class Parsed:
    """One certificate that could be parsed."""

    der: bytes
    certificate: x509.Certificate
    fingerprint: str
    """SHA-256 of the DER, hexadecimal."""
    subject: bytes
    """The subject in DER."""
    issuer: bytes
    key: bytes
    """The subjectPublicKeyInfo in DER; empty where the key cannot be read."""
    name: str
    """The subject, for people."""
    issuer_name: str
    serial: int
    subject_key_id: bytes | None
    authority_key_id: bytes | None
    extensions: Mapping[type[x509.ExtensionType], x509.Extension[x509.ExtensionType]]
    """By the class of their value: those that the library does not know share one, and are not asked for."""

    @property
    def self_issued(self) -> bool:
        """Subject and issuer are the same name (RFC 5280, 3.2)."""
        return self.subject == self.issuer

    @property
    def identity(self) -> tuple[bytes, bytes]:
        """Name and key: what makes two certificates those of one entity."""
        return self.subject, self.key

    @property
    def is_ca(self) -> bool:
        """It says that it is a CA (RFC 5280, 4.2.1.9)."""
        constraints = self.extension(x509.BasicConstraints)
        return constraints is not None and constraints.ca

    def extension(self, kind: type[Extension]) -> Extension | None:
        """The extension's value; None where it is absent."""
        found = self.extensions.get(kind)
        return None if found is None else cast("Extension", found.value)

    def is_critical(self, kind: type[Extension]) -> bool:
        """Whether the extension is there and critical."""
        found = self.extensions.get(kind)
        return found is not None and found.critical


@remembered
def parsed(der: bytes) -> Parsed | None:
    """The certificate; None where it cannot be parsed."""
    certificate = parse_certificate(der)
    if certificate is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _with_parts(der, certificate)
        except UNPARSABLE:
            return None


def _with_parts(der: bytes, certificate: x509.Certificate) -> Parsed:
    extensions = {type(extension.value): extension for extension in certificate.extensions}
    subject_key_id = authority_key_id = None
    for extension in certificate.extensions:
        if isinstance(extension.value, x509.SubjectKeyIdentifier):
            subject_key_id = extension.value.digest
        elif isinstance(extension.value, x509.AuthorityKeyIdentifier):
            authority_key_id = extension.value.key_identifier
    return Parsed(
        der=der,
        certificate=certificate,
        fingerprint=hashlib.sha256(der).hexdigest(),
        subject=certificate.subject.public_bytes(),
        issuer=certificate.issuer.public_bytes(),
        key=_key(certificate),
        name=display_name(certificate.subject),
        issuer_name=display_name(certificate.issuer),
        serial=certificate.serial_number,
        subject_key_id=subject_key_id,
        authority_key_id=authority_key_id,
        extensions=extensions,
    )


def _key(certificate: x509.Certificate) -> bytes:
    try:
        return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except UNPARSABLE:
        return b""


def issued(issuer: Parsed, certificate: Parsed) -> bool:
    """Whether ``issuer`` signed ``certificate``: names chain, and the signature is that of its key."""
    if certificate.issuer != issuer.subject:
        return False
    pair = (issuer.fingerprint, certificate.fingerprint)
    known = _signatures.get(pair)
    if known is None:
        if len(_signatures) >= _CACHED_SIGNATURES:
            _signatures.clear()
        known = _signatures[pair] = bears_signature_of(certificate.certificate, issuer.certificate)
    return known


_signatures: dict[tuple[str, str], bool] = {}
"""By the fingerprints of issuer and certificate: what was once found stays true."""
