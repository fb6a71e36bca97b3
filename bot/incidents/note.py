"""Verb: add a note to the timeline."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.lane import changed
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind


async def add_note(
    session: AsyncSession, incident: IncidentRow, text: str, now: datetime, *, by: str
) -> None:
    """Keep ``text`` in the timeline, and show it in the channel."""
    record(session, incident, TimelineKind.NOTED, text, at=now, actor=by)
    await changed(session, incident, now)
