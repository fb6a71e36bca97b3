"""What a diagnosis is made of: frozen values, with a JSON form that programs can rely on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.clock import utc_minute
from bot.diagnostics.certificate import CertificateFacts
from bot.diagnostics.target import Target

SCHEMA_VERSION = 1


class Outcome(StrEnum):
    """What came of connecting to one address."""

    SERVED = "served"
    REFUSED = "refused"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    NOT_TLS = "not-tls"
    FAILED_HANDSHAKE = "failed-handshake"
    FORBIDDEN = "forbidden"


class Severity(StrEnum):
    """How much a finding matters to who uses the service."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class TrustReason(StrEnum):
    """Why a client with these roots accepts the chain as it was sent, or does not."""

    TRUSTED = "trusted"
    EXPIRED_LEAF = "expired-leaf"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED_INTERMEDIATE = "expired-intermediate"
    SELF_SIGNED = "self-signed"
    MISSING_INTERMEDIATE = "missing-intermediate"
    UNKNOWN_ROOT = "unknown-root"
    WRONG_NAME = "wrong-name"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Trust:
    """The verdict of one client on one chain."""

    trusted: bool
    reason: TrustReason
    path: tuple[str, ...]
    """Subjects from the leaf up, as far as a path could be built."""
    detail: str = ""
    """The verifier's own words, where the reason is ``other``."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one address showed."""

    address: str
    """``address:port`` as it was connected to."""
    outcome: Outcome
    detail: str = ""
    """More on the outcome, such as the alert or what spoke instead of TLS."""
    protocol: str | None = None
    cipher: str | None = None
    chain: tuple[CertificateFacts | None, ...] = ()
    """As presented, leaf first; None stands for a certificate that cannot be parsed."""
    chain_der: tuple[str, ...] = ()
    """The same in DER, base64."""
    trust: Trust | None = None
    connect_ms: float | None = None
    handshake_ms: float | None = None

    @property
    def leaf(self) -> CertificateFacts | None:
        """The server's own certificate."""
        return self.chain[0] if self.chain else None

    @property
    def outcome_words(self) -> str:
        """The outcome in a few words, for a list of addresses."""
        words = _OUTCOME_WORDS[self.outcome]
        if self.outcome is Outcome.SERVED and self.leaf is not None:
            return f"serial …{self.leaf.serial[-8:]}, until {utc_minute(self.leaf.not_after)}"
        return f"{words} ({self.detail})" if self.detail else words


_OUTCOME_WORDS = {
    Outcome.SERVED: "presented a certificate that cannot be read",
    Outcome.REFUSED: "refused the connection",
    Outcome.TIMED_OUT: "did not answer in time",
    Outcome.UNREACHABLE: "cannot be reached",
    Outcome.NOT_TLS: "does not speak TLS",
    Outcome.FAILED_HANDSHAKE: "broke off the handshake",
    Outcome.FORBIDDEN: "was not connected to",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing."""

    id: str
    """Stable; from the catalogue in `findings`."""
    severity: Severity
    sentence: str
    """For a tired person. Untrusted text in it is visible and bounded, but not escaped for any surface."""
    what_to_do: str
    source: str
    """The rule's source."""
    addresses: tuple[str, ...] = ()
    """Where it was seen; empty where it is about the host as a whole."""
    evidence: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that one look at a target showed, and what follows from it."""

    target: Target
    at: datetime
    """The time that validity was judged by, in UTC."""
    vantage: str
    """From where it was seen."""
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    """The gravest first."""
    verdict: str
    """One sentence."""
    duration_ms: float

    @property
    def healthy(self) -> bool:
        """Nothing is wrong on any address that was seen, and at least one was."""
        served = any(seen.outcome is Outcome.SERVED for seen in self.observations)
        return served and not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def addresses_with_problems(self) -> tuple[str, ...]:
        """The addresses on which something is wrong, in the order they were seen."""
        bad = {a for f in self.findings if f.severity is Severity.ERROR for a in f.addresses}
        return tuple(seen.address for seen in self.observations if seen.address in bad)

    @property
    def trust(self) -> Trust | None:
        """The least favourable verdict among the addresses that presented a certificate."""
        verdicts = [seen.trust for seen in self.observations if seen.trust is not None]
        return next(
            (verdict for verdict in verdicts if not verdict.trusted), verdicts[0] if verdicts else None
        )


def diagnosis_to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """As JSON values; times in RFC 3339, UTC."""
    document = asdict(diagnosis)
    document["at"] = diagnosis.at.isoformat()
    for seen in document["observations"]:
        for certificate in seen["chain"]:
            if certificate is not None:
                for field in ("not_before", "not_after"):
                    certificate[field] = certificate[field].isoformat()
    trust = diagnosis.trust
    return {
        "schema_version": SCHEMA_VERSION,
        **_as_lists(document),
        "trust": _as_lists(asdict(trust)) if trust else None,
        "healthy": diagnosis.healthy,
    }


def diagnosis_from_json(document: Mapping[str, Any]) -> Diagnosis:
    """Read back what `diagnosis_to_json` wrote.

    Raises:
        KeyError, ValueError, TypeError: It is none.
    """
    return Diagnosis(
        target=Target(**document["target"]),
        at=datetime.fromisoformat(document["at"]),
        vantage=document["vantage"],
        observations=tuple(_observation(seen) for seen in document["observations"]),
        findings=tuple(_finding(finding) for finding in document["findings"]),
        verdict=document["verdict"],
        duration_ms=document["duration_ms"],
    )


def _as_lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_lists(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_lists(inner) for inner in value]
    return str(value) if isinstance(value, StrEnum) else value


def _observation(document: Mapping[str, Any]) -> Observation:
    trust = document["trust"]
    return Observation(
        **{
            **document,
            "outcome": Outcome(document["outcome"]),
            "chain": tuple(_certificate(certificate) for certificate in document["chain"]),
            "chain_der": tuple(document["chain_der"]),
            "trust": Trust(
                trust["trusted"], TrustReason(trust["reason"]), tuple(trust["path"]), trust["detail"]
            )
            if trust
            else None,
        }
    )


def _certificate(document: Mapping[str, Any] | None) -> CertificateFacts | None:
    if document is None:
        return None
    return CertificateFacts(
        **{
            **document,
            "not_before": datetime.fromisoformat(document["not_before"]),
            "not_after": datetime.fromisoformat(document["not_after"]),
            "names": tuple(document["names"]),
        }
    )


def _finding(document: Mapping[str, Any]) -> Finding:
    return Finding(
        **{
            **document,
            "severity": Severity(document["severity"]),
            "addresses": tuple(document["addresses"]),
        }
    )
