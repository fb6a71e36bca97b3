"""Whether the CA answers, and what that does and does not prove."""

from dataclasses import dataclass
from enum import StrEnum


class AuthorityService(StrEnum):
    """What was asked."""

    ACME_DIRECTORY = "acme-directory"
    OCSP = "ocsp"
    CRL = "crl"
    ISSUER_CERTIFICATE = "issuer-certificate"


class ServiceState(StrEnum):
    """How it answered."""

    UP = "up"
    SLOW = "slow"
    RATE_LIMITED = "rate-limited"
    """It refuses us, by HTTP 429: our quota, and no outage."""
    DOWN = "down"
    UNKNOWN = "unknown"
    """It was not or could not be asked: that says nothing of the CA."""


@dataclass(frozen=True, slots=True)
class AuthorityHealth:
    """One service of the issuing CA."""

    service: AuthorityService
    url: str
    state: ServiceState
    latency_ms: float | None = None
    detail: str = ""
    proves: str = ""
    """What this does and does not prove, in one sentence."""
