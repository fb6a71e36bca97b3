"""Who had the bot connect where: every diagnosis that was asked for, and how many others a person may ask for."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Boolean, ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.diagnostics import StaticHosts, parse_target
from bot.incidents.errors import TooManyDiagnosesError
from bot.incidents.tables import ID_LENGTH, SLACK_ID_LENGTH
from bot.storage.advisory_lock import hold_until_commit
from bot.storage.base import Base, TeamOwned

log = structlog.get_logger(__name__)

WINDOW = timedelta(minutes=10)
"""Of the limit for each person."""


class DiagnosisRequestRow(TeamOwned, Base):
    """One diagnosis that a person asked for, in an incident or for themselves alone. Append-only."""

    __tablename__ = "diagnosis_requests"
    __table_args__ = (Index("ix_diagnosis_requests_person", "team_id", "user_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    target: Mapped[str] = mapped_column(String(512))
    incident_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("incidents.id"))
    channel_id: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    """Where it was asked for; None where the incident had no channel yet."""
    counted: Mapped[bool] = mapped_column(Boolean)
    """Whether it counts towards the person's limit."""
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class DiagnosisLimits:
    """What the operator allows."""

    a_person: int = 30
    """Diagnoses that count, within `WINDOW`."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)
    """The operator named these: they never count."""

    def counts(self, target: str) -> bool:
        """Whether a diagnosis of ``target`` counts."""
        return not self.static_hosts.endpoints(parse_target(target))


@dataclass(frozen=True, slots=True)
class DiagnosisRequest:
    """Who asks for what, and where."""

    team_id: str
    user_id: str
    target: str
    """As `Target` writes it."""
    incident_id: str | None = None
    channel_id: str | None = None


async def log_diagnosis(
    session: AsyncSession, request: DiagnosisRequest, now: datetime, limits: DiagnosisLimits | None
) -> None:
    """Write it down in the transaction that queues it. ``limits`` None: it is the incident's own host.

    Raises:
        TooManyDiagnosesError: The person has had as many as they may within `WINDOW`.
    """
    counted = limits is not None and limits.counts(request.target)
    told = log.bind(
        team=request.team_id, user=request.user_id, target=request.target, incident=request.incident_id
    )
    if limits is not None and counted:
        await _refuse_too_many(session, request, now, limits.a_person, told.warning)
    session.add(
        DiagnosisRequestRow(
            team_id=request.team_id,
            user_id=request.user_id,
            target=request.target,
            incident_id=request.incident_id,
            channel_id=request.channel_id,
            counted=counted,
            at=now,
        )
    )
    told.info("diagnosis_requested", channel=request.channel_id, counted=counted)


async def _refuse_too_many(
    session: AsyncSession,
    request: DiagnosisRequest,
    now: datetime,
    most: int,
    tell: Callable[..., object],
) -> None:
    """One person's requests pass one at a time, so that none is overlooked."""
    await hold_until_commit(session, f"diagnoses/{request.team_id}/{request.user_id}")
    deciding: datetime | None = await session.scalar(
        select(DiagnosisRequestRow.at)
        .where(
            DiagnosisRequestRow.team_id == request.team_id,
            DiagnosisRequestRow.user_id == request.user_id,
            DiagnosisRequestRow.at > now - WINDOW,
            DiagnosisRequestRow.counted.is_(True),
        )
        .order_by(DiagnosisRequestRow.at.desc())
        .offset(most - 1)
        .limit(1)
    )
    if deciding is None:
        return
    tell("diagnosis_refused", reason="too many")
    minutes = max(1, math.ceil((deciding + WINDOW - now) / timedelta(minutes=1)))
    raise TooManyDiagnosesError(
        f"You had {most} other host{'' if most == 1 else 's'} diagnosed within ten minutes, "
        "and no more are looked at for one person.",
        remedy=f"It works again in {minutes} min. The incident's own host can be diagnosed at any time.",
    )
