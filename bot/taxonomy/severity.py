"""The severity policy: what each tier asks, which one an incident opens at, and which one is recommended later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.content_file import load_content_file
from bot.taxonomy.circumstances import (
    Circumstances,
    Criticality,
    Environment,
    Impact,
    Redundancy,
    ServiceContext,
    circumstances_of,
)

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR


class TierId(StrEnum):
    """The four tiers; the first is the gravest."""

    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"


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


class _Judgement(_Frozen):
    tier: TierId
    because: str = Field(min_length=1)
    """The reason in words, as the middle of a sentence."""


class OpeningRule(_Judgement):
    """One rule of the severity at open. What it does not name may be anything."""

    environment: Environment | None = None
    criticality: Criticality | None = None

    def fits(self, known: Circumstances) -> bool:
        """Whether everything that the rule names is known to be so."""
        return self.environment in {None, known.environment} and self.criticality in {None, known.criticality}


class RecommendationRule(OpeningRule):
    """One rule of the severity that is recommended once more is known."""

    redundancy: Redundancy | None = None
    impact: Impact | None = None
    category: str | None = Field(default=None, pattern=r"^[a-z-]+(\.[a-z-]+)?$")
    """Id of a category, or of a group for all of its categories."""
    answer: str | None = Field(default=None, pattern=r"^[a-z-]+=[a-z-]+$")
    """``QUESTION=CHOICE``."""

    def fits(self, known: Circumstances) -> bool:
        """Whether everything that the rule names is known to be so."""
        return (
            super().fits(known)
            and self.redundancy in {None, known.redundancy}
            and self.impact in {None, known.impact}
            and (self.category is None or known.is_of(self.category))
            and (self.answer is None or self.answer in known.answers)
        )


class DeadlineRule(_Judgement):
    """What a time that runs out asks for."""

    within_hours: float = Field(gt=0)


@dataclass(frozen=True, slots=True)
class SeverityRecommendation:
    """A tier, always with its reasons."""

    tier: TierId
    reasons: tuple[str, ...]


class SeverityPolicy(_Frozen):
    """Everything in ``severity.yaml``."""

    tiers: Mapping[Literal["t1", "t2", "t3", "t4"], Tier] = Field(min_length=4)
    opening_rules: tuple[OpeningRule, ...] = Field(alias="opening", min_length=1)
    recommendation: tuple[RecommendationRule, ...] = ()
    floors: tuple[RecommendationRule, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "SeverityPolicy":
        """Read the file.

        Raises:
            ContentFileError: It does not fit; file and line are named.
        """
        return load_content_file(path, cls)

    def tier(self, tier_id: TierId) -> Tier:
        """What the tier asks."""
        return self.tiers[tier_id.value]

    def opening(self, given: TierId | None, service: ServiceContext | None) -> SeverityRecommendation:
        """The severity at open: what the reporter gave, else the first rule that fits the service."""
        if given is not None:
            return SeverityRecommendation(given, ("the reporter gave it",))
        rule = self._opening_rule(circumstances_of(service))
        return SeverityRecommendation(rule.tier, (rule.because,))

    def recommend(self, known: Circumstances) -> SeverityRecommendation:
        """The severity by all that is known: the first rule that fits, then floors and deadlines raise it."""
        rule = next((rule for rule in self.recommendation if rule.fits(known)), None)
        first = rule or self._opening_rule(known)
        tier, reasons = first.tier, [first.because]
        for raising in (self._floor(known), self._deadline(known)):
            if raising is not None and raising.tier < tier:
                tier = raising.tier
                reasons.append(raising.because)
        return SeverityRecommendation(tier, tuple(reasons))

    def _opening_rule(self, known: Circumstances) -> OpeningRule:
        return next((rule for rule in self.opening_rules if rule.fits(known)), self.opening_rules[-1])

    def _floor(self, known: Circumstances) -> RecommendationRule | None:
        fitting = [rule for rule in self.floors if rule.fits(known)]
        return min(fitting, key=lambda rule: rule.tier, default=None)

    def _deadline(self, known: Circumstances) -> DeadlineRule | None:
        left = known.time_left
        if left is None:
            return None
        fitting = [rule for rule in self.deadlines if left <= timedelta(hours=rule.within_hours)]
        return min(fitting, key=lambda rule: rule.within_hours, default=None)


def _length(minutes: int) -> str:
    if minutes % MINUTES_AN_HOUR == 0:
        return f"{minutes // MINUTES_AN_HOUR} h"
    return f"{minutes} min"
