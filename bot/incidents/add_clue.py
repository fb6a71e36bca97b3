"""Verb: take what somebody says is seen as evidence, and judge again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind

MAX_CLUES = 4_000
"""Characters of all clues together; the latest are kept."""


async def add_clue(
    session: AsyncSession, incident: IncidentRow, words: str, now: datetime, *, by: str, knowledge: Knowledge
) -> None:
    """Add ``words`` to what is known, where there are any, and rank again.

    Raises:
        IncidentError: The incident is closed.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed.", remedy="Open a new one if it is back.")
    if words:
        incident.clues = "\n".join(part for part in (incident.clues, words) if part)[-MAX_CLUES:]
        record(session, incident, TimelineKind.CLUE, f"Said what is seen: {words}", at=now, actor=by)
    await suggest_again(session, incident, now, knowledge=knowledge)
    await changed(session, incident, now)
