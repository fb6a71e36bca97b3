"""The severity policy: what each tier asks, and which tier an incident opens at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.content_file import load_content_file

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR


class TierId(StrEnum):
    """The four tiers; the first is the gravest."""

    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"


class ServiceContext(Protocol):
    """What the policy has to know of a service."""

    @property
    def environment(self) -> str:
        """``production``, ``non-production`` or ``unknown``."""

    @property
    def criticality(self) -> str:
        """``critical``, ``important`` or ``standard``."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tier(_Frozen):
    """What one tier asks of the team."""

    name: str
    response_minutes: int | None = Field(default=None, gt=0)
    """None: on the next working day."""
    update_minutes: int | None = Field(default=None, gt=0)
    """None: at milestones only."""
    working_days_only: bool = False
    escalation: str
    executives_within_minutes: int | None = Field(default=None, gt=0)

    @property
    def update_every(self) -> timedelta | None:
        """The cadence of status updates; None where there is none."""
        return timedelta(minutes=self.update_minutes) if self.update_minutes else None

    @property
    def response_words(self) -> str:
        """``15 min``, ``4 h``, ``the next working day``."""
        return _length(self.response_minutes) if self.response_minutes else "the next working day"

    @property
    def cadence_words(self) -> str:
        """``update every 30 min``, ``update daily, on working days``, ``update at milestones``."""
        if self.update_minutes is None:
            return "update at milestones"
        if self.update_minutes == MINUTES_A_DAY:
            return "update daily" + (", on working days" if self.working_days_only else "")
        return f"update every {_length(self.update_minutes)}"


class OpeningRule(_Frozen):
    """One rule of the severity at open."""

    environment: str | None = None
    criticality: str | None = None
    tier: TierId
    because: str


@dataclass(frozen=True, slots=True)
class SeverityRecommendation:
    """A tier, always with its reasons."""

    tier: TierId
    reasons: tuple[str, ...]


class SeverityPolicy(_Frozen):
    """Everything in ``severity.yaml``."""

    tiers: Mapping[TierId, Tier]
    opening_rules: tuple[OpeningRule, ...] = Field(alias="opening", min_length=1)

    @classmethod
    def load(cls, path: Path) -> "SeverityPolicy":
        """Read the file.

        Raises:
            ContentFileError: It does not fit; file and line are named.
        """
        return load_content_file(path, cls)

    def tier(self, tier_id: TierId) -> Tier:
        """What the tier asks."""
        return self.tiers[tier_id]

    def opening(self, given: TierId | None, service: ServiceContext | None) -> SeverityRecommendation:
        """The severity at open: what the reporter gave, else the first rule that fits the service."""
        if given is not None:
            return SeverityRecommendation(given, ("the reporter gave it",))
        for rule in self.opening_rules:
            if _fits(rule, service):
                return SeverityRecommendation(rule.tier, (rule.because,))
        last = self.opening_rules[-1]
        return SeverityRecommendation(last.tier, (last.because,))


def _fits(rule: OpeningRule, service: ServiceContext | None) -> bool:
    environment = service.environment if service else None
    criticality = service.criticality if service else None
    return rule.environment in {None, environment} and rule.criticality in {None, criticality}


def _length(minutes: int) -> str:
    if minutes % MINUTES_AN_HOUR == 0:
        return f"{minutes // MINUTES_AN_HOUR} h"
    return f"{minutes} min"
