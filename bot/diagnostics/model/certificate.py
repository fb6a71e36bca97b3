"""What a certificate says of itself."""

from dataclasses import dataclass

from bot.diagnostics.model.moment import Moment


@dataclass(frozen=True, slots=True)
class SignedTimestamp:
    """A signed certificate timestamp that is embedded in a certificate (RFC 6962, section 3.3)."""

    log_id: str
    """SHA-256 of the log's key, hexadecimal."""
    at: Moment
    """When the log promised to include the certificate, UTC."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The facts that could be read. Text in it is untrusted, but visible and bounded."""

    subject_name: str
    issuer_name: str
    serial: str
    """Hexadecimal, lower case, without colons; a minus sign before a negative one."""
    fingerprint_sha256: str
    """Of the DER, hexadecimal, lower case."""
    spki_sha256: str
    """Of the subjectPublicKeyInfo, hexadecimal, lower case: equal for certificates of the same key."""
    not_before: Moment
    not_after: Moment
    """The last moment of validity (RFC 5280, 4.1.2.5)."""
    names: tuple[str, ...]
    """DNS names and IP addresses of the subjectAltName, at most `MAX_NAMES`."""
    name_count: int
    """How many there are in all."""
    is_ca: bool
    self_issued: bool
    key: str
    """Type and size, as in ``RSA 2048`` or ``EC secp256r1``."""
    key_bits: int | None = None
    """Size of the key in bits, where it has one."""
    signature: str = ""
    """The signature's algorithm, as in ``sha256WithRSAEncryption``."""
    purposes: tuple[str, ...] | None = None
    """Extended key usages by name, as in ``serverAuth``; None where the extension is absent: any purpose."""
    must_staple: bool = False
    """The TLS feature extension asks for a stapled OCSP response (RFC 7633)."""
    ocsp_urls: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    """Where the issuer's certificate is said to be (RFC 5280, 4.2.2.1)."""
    crl_urls: tuple[str, ...] = ()
    timestamps: tuple[SignedTimestamp, ...] = ()
    subject_organization: str = ""
    """The subject's organizationName; empty where it has none."""
    issuer_organization: str = ""
    """The issuer's organizationName; empty where it has none."""
    unreadable: tuple[str, ...] = ()
    """Parts that could not be read, or count only once, as in ``cRLDistributionPoints``: facts of them are missing."""
