"""Effects: what is done once in Slack, as rows that the lane's pass carries out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.tables import EffectRow, IncidentRow
from bot.incidents.vocabulary import EffectKind, EffectState


async def request_effect(
    session: AsyncSession, incident: IncidentRow, kind: EffectKind, target: str, now: datetime
) -> None:
    """Ask for an effect. One that was asked for before is not repeated: who left is not invited again.

    A failed invitation is tried again when somebody asks anew.
    """
    known = await session.scalar(
        select(EffectRow).where(
            EffectRow.incident_id == incident.id, EffectRow.kind == kind, EffectRow.target == target
        )
    )
    if known is not None:
        if known.state == EffectState.FAILED:
            known.state, known.error, known.requested_at = EffectState.PENDING, None, now
        return
    session.add(
        EffectRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            kind=kind,
            target=target,
            state=EffectState.PENDING,
            requested_at=now,
        )
    )
