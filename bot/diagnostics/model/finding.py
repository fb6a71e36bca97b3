"""A finding: one thing that is wrong, or worth knowing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to who uses the service."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing."""

    id: str
    """Stable; from the catalogue."""
    severity: Severity
    sentence: str
    """For a tired person. Untrusted text in it is visible and bounded, but not escaped for any surface."""
    what_to_do: str
    source: str
    """The rule's source."""
    addresses: tuple[str, ...] = ()
    """Where it was seen; empty where it is about the host as a whole."""
    evidence: Mapping[str, str] = field(default_factory=dict)
