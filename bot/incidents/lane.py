"""The lane: one job an incident, bumped by every transaction that changes what Slack should show."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentNotFoundError
from bot.incidents.tables import IncidentRow
from bot.jobs.queue import enqueue

RECONCILE = "reconcile"
"""Kind of the lane's job; its payload is ``{"incident": id}``."""


def lane_key(incident_id: str) -> str:
    """Key of the incident's lane."""
    return f"{RECONCILE}/{incident_id}"


async def changed(session: AsyncSession, incident: IncidentRow, now: datetime) -> None:
    """Say, in the transaction that changed ``incident``, that Slack must follow."""
    incident.revision += 1
    await enqueue(
        session,
        team_id=incident.team_id,
        key=lane_key(incident.id),
        kind=RECONCILE,
        payload={"incident": incident.id},
        run_at=now,
    )


async def incident_for_change(session: AsyncSession, team_id: str, incident_id: str) -> IncidentRow:
    """The incident's row, locked until the transaction ends (PostgreSQL; SQLite has one writer anyway).

    Raises:
        IncidentNotFoundError: There is none with that id in that workspace.
    """
    row = await session.scalar(
        select(IncidentRow)
        .where(IncidentRow.id == incident_id, IncidentRow.team_id == team_id)
        .with_for_update()
    )
    if row is None:
        raise IncidentNotFoundError("This incident is not known here.", remedy="See `/certinc list`.")
    return row
