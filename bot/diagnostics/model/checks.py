"""What further checks found: DNS records, weak keys, lint, the operator's policy."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class DnsRecords:
    """Records that bear on the certificate. None where they could not be looked up: that says nothing."""

    caa: tuple[str, ...] | None = None
    """As in ``0 issue "ca.example"``: the set that applies (RFC 8659, section 3); empty where there is none."""
    caa_at: str = ""
    """The name at which they stand."""
    tlsa: tuple[str, ...] | None = None
    """As in ``3 1 1 <hex>`` (RFC 6698), of the target's port over TCP."""
    tlsa_secure: bool = False
    """The resolver says that DNSSEC proves them: without that, clients ignore them (RFC 6698, 4.1)."""
    detail: str = ""
    """Why something could not be looked up."""


@dataclass(frozen=True, slots=True)
class KeyWeakness:
    """A known weakness of a public key."""

    fingerprint: str
    """SHA-256 of the certificate that holds it."""
    weakness: str
    """As in ``fermat``, ``roca``, ``known key (RFC example)``."""
    private_key_known: bool
    """Anyone can have or compute the private key."""
    source: str


class LintSeverity(StrEnum):
    """How grave a violation of a certificate profile is."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class LintIssue:
    """One violation of the profile in force at notBefore."""

    fingerprint: str
    severity: LintSeverity
    code: str
    """As in ``cabf.serverauth.…``."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class PolicyViolation:
    """The certificate breaks a rule of the operator's policy file."""

    fingerprint: str
    rule: str
    """``issuer``, ``key``, ``lifetime`` or ``name``; ``inventory`` where the issuer is in none."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All of them. A check that was not or could not be made has its sentence in ``not_made``."""

    dns: DnsRecords | None = None
    weak_keys: tuple[KeyWeakness, ...] = ()
    lint: tuple[LintIssue, ...] = ()
    policy: tuple[PolicyViolation, ...] = ()
    not_made: tuple[str, ...] = ()
