"""Verb: confirm or change the category, which takes up its runbook."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.follow_runbook import follow_runbook
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.runbooks import RunbookLibrary


async def set_category(
    session: AsyncSession,
    incident: IncidentRow,
    category_id: str,
    now: datetime,
    *,
    by: str,
    knowledge: Knowledge,
    runbooks: RunbookLibrary,
) -> None:
    """Name the incident's category. Steps already ticked stay where the runbook has the same step.

    Raises:
        IncidentError: The incident is closed, or there is no such category.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed.", remedy="Its category stays as the review has it.")
    name = knowledge.taxonomy.name_of(category_id)
    if name is None:
        raise IncidentError(
            f"There is no category `{category_id}`.", remedy="`/certinc category` shows them all."
        )
    if incident.category == category_id:
        return
    incident.category = category_id
    incident.category_by = by
    await follow_runbook(session, incident, runbooks.for_category(category_id))
    record(session, incident, TimelineKind.CATEGORISED, f"Category: {name}", at=now, actor=by)
    await suggest_again(session, incident, now, knowledge=knowledge)
    await changed(session, incident, now)
