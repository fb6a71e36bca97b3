"""What a catalogue answers."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Environment = Literal["production", "non-production", "unknown"]
Criticality = Literal["critical", "important", "standard"]
Redundancy = Literal["single", "redundant", "standby", "unknown"]
Issuance = Literal[
    "acme", "cert-manager", "internal-ca", "cloud-managed", "admin-requested", "manual", "embedded"
]


class ServiceFacts(BaseModel):
    """One service. People are Slack user ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    environment: Environment = "unknown"
    criticality: Criticality = "standard"
    redundancy: Redundancy = "unknown"
    on_call: tuple[str, ...] = ()
    service_owner: str | None = None
    team: str | None = Field(default=None, max_length=100)
    """The team that owns it."""
    issuance: Issuance | None = None
    """How its certificates are issued."""
    health_path: str = Field(default="/", pattern=r"^/[A-Za-z0-9._~/%?&=+-]{0,200}$")
    """What to ask for by HTTP, to see that it works."""
    certificate_owner: str | None = None
    """None: not known, which an incident shows as missing."""


class Catalogue(Protocol):
    """Where services are looked up."""

    async def find(self, subject_kind: str, subject_value: str) -> ServiceFacts | None:
        """The service that ``subject_value`` belongs to; None where the catalogue knows none.

        Args:
            subject_kind: ``host``, ``cert``, ``key``, ``ca`` or ``service``.
            subject_value: As in an incident's subject; a host may carry a port.
        """


class EmptyCatalogue:
    """Knows nothing: for who has no catalogue."""

    async def find(self, subject_kind: str, subject_value: str) -> ServiceFacts | None:
        """Always None."""
        del subject_kind, subject_value
        return None


def service_to_json(service: ServiceFacts) -> dict[str, Any]:
    """As JSON values."""
    return service.model_dump(mode="json")


def service_from_json(document: Mapping[str, Any]) -> ServiceFacts:
    """Read back what `service_to_json` wrote."""
    return ServiceFacts.model_validate(document)
