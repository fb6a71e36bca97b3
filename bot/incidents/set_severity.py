"""Verb: change the severity, which re-times the promised update."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.cadence import next_due
from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.remind import schedule_nudge, take_down_reminders
from bot.incidents.tables import IncidentRow, RoleRow, StatusUpdateRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.taxonomy import SeverityPolicy, TierId


async def set_severity(
    session: AsyncSession,
    incident: IncidentRow,
    tier: TierId,
    now: datetime,
    *,
    by: str,
    policy: SeverityPolicy,
) -> None:
    """Raise or lower the severity. Anyone may raise it; lowering is for who holds a role.

    Raises:
        IncidentError: The incident is closed, or the person may not lower it.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed.", remedy="Its severity stays as the review has it.")
    before = TierId(incident.severity)
    if tier == before:
        return
    if tier > before and not await _holds_a_role(session, incident, by):
        raise IncidentError(
            "Anyone may raise the severity; lowering it is for who holds a role in the incident.",
            remedy="Ask the commander, or take command first.",
        )
    incident.severity = tier
    incident.severity_reasons = [f"Set by a responder, was {before.upper()}"]
    incident.severity_provisional = False
    last_update = await session.scalar(
        select(StatusUpdateRow.at)
        .where(StatusUpdateRow.incident_id == incident.id)
        .order_by(StatusUpdateRow.number.desc())
        .limit(1)
    )
    due_at = next_due(policy.tier(tier), last_update or incident.opened_at)
    incident.next_update_due_at = (
        due_at if due_at is None or due_at > now else next_due(policy.tier(tier), now)
    )
    await take_down_reminders(session, incident)
    await schedule_nudge(session, incident)
    record(
        session,
        incident,
        TimelineKind.SEVERITY_CHANGED,
        f"Severity {before.upper()} → {tier.upper()}",
        at=now,
        actor=by,
    )
    await changed(session, incident, now)


async def _holds_a_role(session: AsyncSession, incident: IncidentRow, user_id: str) -> bool:
    held = await session.scalar(
        select(RoleRow.id).where(RoleRow.incident_id == incident.id, RoleRow.user_id == user_id).limit(1)
    )
    return held is not None
