"""The review as renderers see it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.tables import IncidentRow
from bot.reviews.tables import ActionItemRow, ReviewRow


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One action item; filed once `reference` is there, parked where `error` is."""

    id: str
    incident_id: str
    number: int
    title: str
    why: str
    acceptance: str
    gap: str
    owner: str
    due_on: date
    reference: str | None
    url: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class ReviewSnapshot:
    """One review with its items."""

    owner: str
    due_on: date
    cause: str
    answers: dict[str, str]
    at: datetime
    by: str
    document: str | None
    items: tuple[ActionItem, ...]


def action_item(row: ActionItemRow) -> ActionItem:
    """The frozen value of a row."""
    return ActionItem(
        id=row.id,
        incident_id=row.incident_id,
        number=row.number,
        title=row.title,
        why=row.why,
        acceptance=row.acceptance,
        gap=row.gap,
        owner=row.owner,
        due_on=row.due_on,
        reference=row.reference,
        url=row.url,
        error=row.error,
    )


async def load_review(session: AsyncSession, incident_id: str) -> ReviewSnapshot | None:
    """The incident's review, or None where it has none yet."""
    row = await session.get(ReviewRow, incident_id)
    if row is None:
        return None
    items = await session.scalars(
        select(ActionItemRow).where(ActionItemRow.incident_id == incident_id).order_by(ActionItemRow.number)
    )
    return ReviewSnapshot(
        owner=row.owner,
        due_on=row.due_on,
        cause=row.cause,
        answers=dict(row.answers),
        at=row.at,
        by=row.by,
        document=row.document,
        items=tuple(action_item(item) for item in items),
    )


async def items_of_team(session: AsyncSession, team_id: str) -> tuple[ActionItem, ...]:
    """Every action item of the workspace but those of private incidents, the one due first first."""
    rows = await session.scalars(
        select(ActionItemRow)
        .join(IncidentRow, IncidentRow.id == ActionItemRow.incident_id)
        .where(ActionItemRow.team_id == team_id, IncidentRow.private.is_(False))
        .order_by(ActionItemRow.due_on, ActionItemRow.incident_id, ActionItemRow.number)
    )
    return tuple(action_item(row) for row in rows)
