"""Verb: close the incident. The review and its items belong to the room above."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.remind import schedule_nudge, take_down_reminders
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind


async def close_incident(session: AsyncSession, incident: IncidentRow, now: datetime, *, by: str) -> None:
    """Close it: timers stop, reminders go, and it counts as resolved if nobody said so before.

    Raises:
        IncidentError: It is closed already.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed already.", remedy="Its review is in the channel.")
    incident.state = IncidentState.CLOSED
    incident.closed_at, incident.closed_by = now, by
    incident.resolved_at = incident.resolved_at or now
    incident.next_update_due_at = None
    await take_down_reminders(session, incident)
    await schedule_nudge(session, incident)
    record(session, incident, TimelineKind.CLOSED, "Closed", at=now, actor=by)
    await changed(session, incident, now)
