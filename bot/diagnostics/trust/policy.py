"""What is asked of a chain, and how strictly."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.target import Target

MAX_DEPTH = 10
"""Intermediates in a path, self-issued ones not counted (RFC 5280, 6.1.4); public chains have one to three."""


class Purpose(StrEnum):
    """What the certificate is to be used for."""

    SERVER = "server"
    CLIENT = "client"

    @property
    def usage(self) -> x509.ObjectIdentifier:
        """The extended key usage that stands for it (RFC 5280, 4.2.1.12)."""
        if self is Purpose.SERVER:
            return ExtendedKeyUsageOID.SERVER_AUTH
        return ExtendedKeyUsageOID.CLIENT_AUTH


class Profile(IntEnum):
    """How much of the certificate profiles is enforced; each includes those before it."""

    USUAL = 0
    """What common clients enforce: OpenSSL as it is set by default, Go, browsers."""
    STRICT = 1
    """Also the part of RFC 5280's profile that OpenSSL's X509_STRICT checks: Python's default since 3.13."""
    BASELINE = 2
    """Also the rest of RFC 5280, section 4, and of the Baseline Requirements, section 7.1: what public CAs keep."""


@dataclass(frozen=True, slots=True)
class Question:
    """Everything besides the chain and the roots that a verdict depends on."""

    now: datetime
    """Aware, UTC."""
    peer: Target | None = None
    """Whose certificate it should be: a host, an address, or a mailbox; None where any will do."""
    purpose: Purpose = Purpose.SERVER
    profile: Profile = Profile.USUAL
    max_depth: int = MAX_DEPTH
