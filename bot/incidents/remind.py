"""Verb: remind of the promised update; and the timer that leads to it."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.cadence import beat_to_nudge_for, next_due, nudge_at
from bot.incidents.lane import changed
from bot.incidents.tables import IncidentRow, ReminderRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.jobs.queue import cancel, enqueue
from bot.taxonomy import SeverityPolicy, TierId

REMIND = "remind"
"""Kind of the timer's job; its payload is ``{"incident": id}``. One an incident: moving it re-times it."""


def _timer_key(incident: IncidentRow) -> str:
    return f"{REMIND}/{incident.id}"


async def schedule_nudge(session: AsyncSession, incident: IncidentRow) -> None:
    """Set the timer to the incident's promised update, or stop it where none is due."""
    await _set_timer(session, incident, incident.next_update_due_at)


async def _set_timer(session: AsyncSession, incident: IncidentRow, due_at: datetime | None) -> None:
    if due_at is None or incident.state != IncidentState.OPEN:
        await cancel(session, team_id=incident.team_id, key=_timer_key(incident))
        return
    await enqueue(
        session,
        team_id=incident.team_id,
        key=_timer_key(incident),
        kind=REMIND,
        payload={"incident": incident.id},
        run_at=nudge_at(due_at),
    )


async def remind(
    session: AsyncSession, incident: IncidentRow, now: datetime, *, policy: SeverityPolicy
) -> ReminderRow | None:
    """The timer rang: nudge for the update that is due, and set the timer to the beat after it.

    Returns None, having set the timer anew, where the promise was moved since the timer was set.
    """
    promised = incident.next_update_due_at
    if incident.state != IncidentState.OPEN or promised is None:
        return None
    tier = policy.tier(TierId(incident.severity))
    nudged = await _was_nudged_for(session, incident, promised)
    due_at = beat_to_nudge_for(tier, promised, now, nudged=nudged)
    if now < nudge_at(due_at):
        await _set_timer(session, incident, due_at)
        return None
    await take_down_reminders(session, incident)
    reminder = ReminderRow(
        team_id=incident.team_id,
        incident_id=incident.id,
        number=1 + await _last_number(session, incident),
        at=now,
        due_at=due_at,
        live=True,
    )
    session.add(reminder)
    record(session, incident, TimelineKind.REMINDED, "Reminded of the status update", at=now)
    incident.next_update_due_at = due_at
    await _set_timer(session, incident, next_due(tier, due_at))
    await changed(session, incident, now)
    return reminder


async def _was_nudged_for(session: AsyncSession, incident: IncidentRow, due_at: datetime) -> bool:
    found = await session.scalar(
        select(ReminderRow.id).where(ReminderRow.incident_id == incident.id, ReminderRow.due_at == due_at)
    )
    return found is not None


async def _last_number(session: AsyncSession, incident: IncidentRow) -> int:
    number = await session.scalar(
        select(func.max(ReminderRow.number)).where(ReminderRow.incident_id == incident.id)
    )
    return number or 0


async def take_down_reminders(session: AsyncSession, incident: IncidentRow) -> None:
    """A nudge that was answered, or is followed by another, is removed from the channel."""
    await session.execute(
        update(ReminderRow).where(ReminderRow.incident_id == incident.id, ReminderRow.live).values(live=False)
    )
