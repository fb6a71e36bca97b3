"""One known incident, as the files in ``runbooks/known/`` hold it."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, RootModel, StringConstraints, model_validator

SubcategoryId = Annotated[str, StringConstraints(pattern=r"^[a-z-]+\.[a-z-]+$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


class Workflow(StrEnum):
    """How the certificate came to its place."""

    ACME = "acme"
    CERT_MANAGER = "cert-manager"
    INTERNAL_CA = "internal-ca"
    CLOUD_MANAGED = "cloud-managed"
    ADMIN_REQUESTED = "admin-requested"
    MANUAL = "manual"
    EMBEDDED = "embedded"
    """Shipped within a product or a device."""


class Gap(StrEnum):
    """What was missing, without which it would not have happened."""

    RENEWAL_FAILED_SILENTLY = "renewal-failed-silently"
    RENEWED_NOT_DEPLOYED = "renewed-not-deployed"
    VERIFIED_THE_WRONG_THING = "verified-the-wrong-thing"
    NO_AUTOMATION = "no-automation"
    NO_OWNER = "no-owner"
    NO_MONITORING = "no-monitoring"
    STORE_NOT_UPDATED = "store-not-updated"
    NOT_COORDINATED = "not-coordinated"
    NO_INVENTORY = "no-inventory"
    POLICY_NOT_ENFORCED = "policy-not-enforced"
    KEY_HANDLING = "key-handling"
    SINGLE_CA = "single-ca"
    CAPACITY = "capacity"
    CA_PROCESS = "ca-process"


class KnownIncident(BaseModel):
    """A recurring pattern, or an incident that was told of in public."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    title: str = Field(min_length=1, max_length=100)
    date: str | None = None
    """Of a public incident: a year, a month or a day. A pattern has none."""
    symptoms: tuple[Sentence, ...] = Field(min_length=1, max_length=5)
    root_cause: Sentence
    resolution_time: Sentence | None = None
    """In words; None where it is not known."""
    fixed_by: Sentence
    post_incident_action: Sentence
    source: HttpUrl | None = None
    also: tuple[SubcategoryId, ...] = ()
    """Other subcategories that it shows too."""
    findings: tuple[str, ...] = ()
    """Ids of the findings that a diagnosis typically has."""
    ca: str | None = None
    workflow: Workflow | None = None
    gap: Gap | None = None

    @model_validator(mode="after")
    def _public_ones_have_a_source(self) -> "KnownIncident":
        if self.date is not None and not _DATE.fullmatch(self.date):
            message = f"{self.date!r} is no date: a year, YYYY-MM or YYYY-MM-DD is expected"
            raise ValueError(message)
        if self.date is not None and self.source is None:
            message = "an incident with a date must name its source"
            raise ValueError(message)
        return self


class KnownIncidentFile(RootModel[tuple[KnownIncident, ...]]):
    """The known incidents of one subcategory: one file in ``runbooks/known/``."""

    model_config = ConfigDict(frozen=True)
