"""Finding incidents: by channel, and the open ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentNotFoundError
from bot.incidents.tables import IncidentRow
from bot.incidents.vocabulary import IncidentState
from bot.taxonomy import TierId


@dataclass(frozen=True, slots=True)
class OpenIncidentLine:
    """One line of the list of open incidents."""

    id: str
    subject: str
    severity: TierId
    channel_id: str | None
    opened_at: datetime
    next_update_due_at: datetime | None


async def incident_id_of_channel(session: AsyncSession, team_id: str, channel_id: str) -> str:
    """The incident that ``channel_id`` is for.

    Raises:
        IncidentNotFoundError: The channel is no incident's.
    """
    found: str | None = await session.scalar(
        select(IncidentRow.id).where(IncidentRow.team_id == team_id, IncidentRow.channel_id == channel_id)
    )
    if found is None:
        raise IncidentNotFoundError(
            "This channel is not an incident's.",
            remedy="Use the command in an incident channel; `/certinc list` shows the open ones.",
        )
    return found


async def open_incidents(session: AsyncSession, team_id: str) -> tuple[OpenIncidentLine, ...]:
    """Every open incident of the workspace, gravest first, then oldest. Private ones are never listed."""
    rows = await session.scalars(
        select(IncidentRow)
        .where(
            IncidentRow.team_id == team_id,
            IncidentRow.state == IncidentState.OPEN,
            IncidentRow.private.is_(False),
        )
        .order_by(IncidentRow.severity, IncidentRow.opened_at)
    )
    return tuple(
        OpenIncidentLine(
            id=row.id,
            subject=row.subject_value
            if row.subject_kind == "host"
            else f"{row.subject_kind}:{row.subject_value}",
            severity=TierId(row.severity),
            channel_id=row.channel_id,
            opened_at=row.opened_at,
            next_update_due_at=row.next_update_due_at,
        )
        for row in rows
    )
