"""Verb: ask for a diagnosis of the incident's host, or of another target."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.diagnosis_log import DiagnosisLimits, DiagnosisRequest, log_diagnosis
from bot.incidents.errors import IncidentError
from bot.incidents.subject import SubjectKind
from bot.incidents.tables import DiagnosisRow, IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind
from bot.jobs.queue import enqueue

DIAGNOSE = "diagnose"
"""Kind of the diagnosis job; its payload is ``{"incident": id, "number": n}``."""


def own_host(incident: IncidentRow) -> str | None:
    """The host that the incident is about, as a target is written; None where it is about something else."""
    return incident.subject_value if incident.subject_kind == SubjectKind.HOST else None


async def request_diagnosis(
    session: AsyncSession,
    incident: IncidentRow,
    now: datetime,
    *,
    requested_by: str | None,
    target: str | None = None,
    limits: DiagnosisLimits | None = None,
) -> int:
    """Queue a diagnosis and return its number. ``target`` defaults to the incident's host.

    The caller marks the incident as changed. Another target than the incident's host counts towards the limit
    of whoever asks; ``limits`` None are the default ones.

    Raises:
        IncidentError: The subject is no host, and no target was given.
        TooManyDiagnosesError: The person has had as many other targets as they may for now.
    """
    own = own_host(incident)
    target = target or own
    if target is None:
        raise IncidentError(
            f"A {incident.subject_kind} cannot be connected to.",
            remedy="Name a host that uses it: `/certinc diagnose HOST`.",
        )
    asked = DiagnosisRequest(
        incident.team_id,
        requested_by or incident.opened_by,
        target,
        incident_id=incident.id,
        channel_id=incident.channel_id,
    )
    await log_diagnosis(session, asked, now, None if target == own else limits or DiagnosisLimits())
    number = 1 + (
        await session.scalar(
            select(func.coalesce(func.max(DiagnosisRow.number), 0)).where(
                DiagnosisRow.incident_id == incident.id
            )
        )
        or 0
    )
    session.add(
        DiagnosisRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            number=number,
            target=target,
            requested_by=requested_by,
            requested_at=now,
        )
    )
    if requested_by:
        record(
            session,
            incident,
            TimelineKind.DIAGNOSIS_REQUESTED,
            f"Asked to diagnose {target}",
            at=now,
            actor=requested_by,
        )
    await enqueue(
        session,
        team_id=incident.team_id,
        key=f"{DIAGNOSE}/{incident.id}/{number}",
        kind=DIAGNOSE,
        payload={"incident": incident.id, "number": number},
        run_at=now,
    )
    return number
