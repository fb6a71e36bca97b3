"""Verb: post a status update, which answers the reminder and promises the next one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.remind import schedule_nudge, take_down_reminders
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import IncidentRow, StatusUpdateRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import Impact, IncidentState, TimelineKind, UpdateState


@dataclass(frozen=True, slots=True)
class PostUpdate:
    """What the update modal says."""

    by: str
    state: UpdateState
    what_users_see: str
    impact: Impact
    eta: str = ""
    next_step: str = ""
    next_update_by: datetime | None = None
    """The promise; None where no further update is promised."""


async def post_update(
    session: AsyncSession,
    incident: IncidentRow,
    command: PostUpdate,
    now: datetime,
    *,
    knowledge: Knowledge,
) -> StatusUpdateRow:
    """Store the update; it goes to the channel and the broadcast thread, and resets the clock.

    Raises:
        IncidentError: The incident is closed, or the promise lies in the past.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed.", remedy="Open a new one if it is back.")
    if command.next_update_by is not None and command.next_update_by <= now:
        raise IncidentError("The next update cannot be promised for the past.")
    number = 1 + (
        await session.scalar(
            select(func.coalesce(func.max(StatusUpdateRow.number), 0)).where(
                StatusUpdateRow.incident_id == incident.id
            )
        )
        or 0
    )
    row = StatusUpdateRow(
        team_id=incident.team_id,
        incident_id=incident.id,
        number=number,
        at=now,
        by=command.by,
        state=command.state,
        what_users_see=command.what_users_see,
        impact=command.impact,
        eta=command.eta,
        next_step=command.next_step,
        next_update_by=command.next_update_by,
    )
    session.add(row)
    incident.next_update_due_at = command.next_update_by
    # Resolved since the first update that says so; one that says anything else takes it back.
    resolved = command.state is UpdateState.RESOLVED
    incident.resolved_at = (incident.resolved_at or now) if resolved else None
    await take_down_reminders(session, incident)
    await schedule_nudge(session, incident)
    record(
        session,
        incident,
        TimelineKind.UPDATED,
        f"{command.state.label}: {command.what_users_see}",
        at=now,
        actor=command.by,
    )
    await session.flush()
    await suggest_again(session, incident, now, knowledge=knowledge)
    await changed(session, incident, now)
    return row
