"""Whether a condition of the taxonomy holds for what is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.diagnostics import Diagnosis, Observation, Offer, Severity
from bot.diagnostics.model.revocation import RevocationStatus
from bot.triage.report_reader import NOTHING_SAID, ReportReading


class ServiceKnown(Protocol):
    """What the catalogue says, as far as triage asks."""

    @property
    def environment(self) -> str:
        """``production``, ``non-production`` or ``unknown``."""

    @property
    def redundancy(self) -> str:
        """``single``, ``redundant``, ``standby`` or ``unknown``."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that triage may go by."""

    diagnosis: Diagnosis | None = None
    service: ServiceKnown | None = None
    reading: ReportReading = NOTHING_SAID
    """What the reporter's words say."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Question -> choice."""
    subject_kind: str | None = None
    """``host``, ``cert``, ``key``, ``ca`` or ``service``: what the incident was opened for."""

    def holds(self, when: str) -> bool:
        """Whether the condition is met. What is not known never holds."""
        kind, _, value = when.partition(":")
        match kind:
            case "healthy" | "fault" | "some-addresses" | "finding" | "other-key-type" | "issuer" | "host":
                return self.diagnosis is not None and _shown_by(self.diagnosis, kind, value)
            case "revocation-reason":
                return self.diagnosis is not None and value in _revocation_reasons(self.diagnosis)
            case "environment":
                return self.service is not None and self.service.environment == value
            case "redundancy":
                return self.service is not None and self.service.redundancy == value
            case "service":
                return (self.service is not None) == (value == "known")
            case "report-error":
                return value in self.reading.error_kinds
            case "subject":
                return value == self.subject_kind
            case "answer":
                question, _, choice = value.partition("=")
                return self.answers.get(question) == choice
            case _:
                return False


def _shown_by(diagnosis: Diagnosis, kind: str, value: str) -> bool:
    match kind:
        case "healthy":
            return diagnosis.healthy
        case "fault":
            return any(finding.severity is Severity.ERROR for finding in diagnosis.findings)
        case "some-addresses":
            return 0 < len(diagnosis.addresses_with_problems) < len(diagnosis.observations)
        case "finding":
            return any(finding.id == value for finding in diagnosis.findings)
        case "other-key-type":
            return any(value in _reasons_of_other_key_types(seen) for seen in diagnosis.observations)
        case "issuer":
            return value == _issuer(diagnosis)
        case "host":
            return re.search(value, diagnosis.target.host, re.IGNORECASE) is not None
        case _:
            return False


def _reasons_of_other_key_types(seen: Observation) -> set[str]:
    """Why clients that want the other type of key do not accept what they are shown, where most clients do."""
    if seen.trust is None or not seen.trust.trusted:
        return set()
    others = [each.trust for each in seen.handshakes if each.offer in {Offer.ECDSA, Offer.RSA}]
    return {str(trust.reason) for trust in others if trust is not None and not trust.trusted}


def _issuer(diagnosis: Diagnosis) -> str | None:
    """``public`` or ``private``, by the root of an accepted path; None where no path is accepted."""
    usual = [seen.usual for seen in diagnosis.observations if seen.usual is not None]
    if any(verdict.public for handshake in usual for verdict in handshake.verdicts):
        return "public"
    accepted = any(handshake.trust is not None and handshake.trust.trusted for handshake in usual)
    return "private" if accepted else None


def _revocation_reasons(diagnosis: Diagnosis) -> set[str]:
    """What the sources give as reasons for which a server's own certificate is revoked; ``none`` for no reason."""
    revoking = [
        answer
        for answer in diagnosis.revocation.answers
        if answer.position == 0 and answer.status is RevocationStatus.REVOKED
    ]
    reasons = {answer.reason for answer in revoking if answer.reason is not None}
    return reasons if reasons or not revoking else {"none"}
