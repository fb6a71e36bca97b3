"""Whether a condition of the taxonomy holds for what is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.diagnostics import Diagnosis

MAX_REPORT = 4_000
"""Characters of the report that are looked at."""


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

    diagnosis: Diagnosis | None
    service: ServiceKnown | None
    report: str
    answers: Mapping[str, str]

    def holds(self, when: str) -> bool:
        """Whether the condition is met. What is not known never holds."""
        kind, _, value = when.partition(":")
        match kind:
            case "healthy":
                return self.diagnosis is not None and self.diagnosis.healthy
            case "some-addresses":
                return self._on_some_addresses()
            case "finding":
                return self.diagnosis is not None and any(f.id == value for f in self.diagnosis.findings)
            case "environment":
                return self.service is not None and self.service.environment == value
            case "redundancy":
                return self.service is not None and self.service.redundancy == value
            case "service":
                return (self.service is not None) == (value == "known")
            case "report":
                return re.search(value, self.report[:MAX_REPORT], re.IGNORECASE) is not None
            case "answer":
                question, _, choice = value.partition("=")
                return self.answers.get(question) == choice
            case _:
                return False

    def _on_some_addresses(self) -> bool:
        if self.diagnosis is None:
            return False
        return 0 < len(self.diagnosis.addresses_with_problems) < len(self.diagnosis.observations)
