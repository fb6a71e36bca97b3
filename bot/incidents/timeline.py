"""The incident's memory: append-only, who, when, what."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.tables import IncidentRow, TimelineRow
from bot.incidents.vocabulary import TimelineKind


def record(
    session: AsyncSession,
    incident: IncidentRow,
    kind: TimelineKind,
    text: str,
    *,
    at: datetime,
    actor: str | None = None,
) -> None:
    """Append one entry. ``text`` may hold untrusted words: it is escaped where it is rendered."""
    session.add(
        TimelineRow(
            team_id=incident.team_id, incident_id=incident.id, at=at, kind=kind, actor=actor, text=text
        )
    )
