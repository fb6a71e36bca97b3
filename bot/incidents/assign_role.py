"""Verb: take or give a role."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.effects import request_effect
from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.tables import IncidentRow, RoleRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import EffectKind, IncidentState, Role, TimelineKind


async def assign_role(
    session: AsyncSession, incident: IncidentRow, role: Role, user_id: str, now: datetime, *, by: str
) -> None:
    """Give ``role`` to ``user_id``, who is invited if need be. Holding it already changes nothing.

    Raises:
        IncidentError: The incident is closed.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed.", remedy="Open a new one if it is back.")
    held = await session.scalar(
        select(RoleRow).where(RoleRow.incident_id == incident.id, RoleRow.role == role)
    )
    if held is not None and held.user_id == user_id:
        return
    if held is None:
        session.add(
            RoleRow(team_id=incident.team_id, incident_id=incident.id, role=role, user_id=user_id, since=now)
        )
    else:
        held.user_id, held.since = user_id, now
    words = f"Took the role {role}" if by == user_id else f"Gave the role {role} to <@{user_id}>"
    record(session, incident, TimelineKind.ROLE_TAKEN, words, at=now, actor=by)
    await request_effect(session, incident, EffectKind.INVITE, user_id, now)
    await changed(session, incident, now)
