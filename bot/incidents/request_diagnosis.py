"""Verb: ask for a diagnosis of the incident's host, or of another target."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.subject import SubjectKind
from bot.incidents.tables import DiagnosisRow, IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind
from bot.jobs.queue import enqueue

DIAGNOSE = "diagnose"
"""Kind of the diagnosis job; its payload is ``{"incident": id, "number": n}``."""


async def request_diagnosis(
    session: AsyncSession,
    incident: IncidentRow,
    now: datetime,
    *,
    requested_by: str | None,
    target: str | None = None,
) -> int:
    """Queue a diagnosis and return its number. ``target`` defaults to the incident's host.

    The caller marks the incident as changed.

    Raises:
        IncidentError: The subject is no host, and no target was given.
    """
    if target is None:
        if incident.subject_kind != SubjectKind.HOST:
            raise IncidentError(
                f"A {incident.subject_kind} cannot be connected to.",
                remedy="Name a host that uses it: `/certinc diagnose HOST`.",
            )
        target = incident.subject_value
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
