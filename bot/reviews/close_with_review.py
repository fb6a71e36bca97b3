"""Verb: close an incident with its review and action items."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.close import close_incident
from bot.incidents.tables import IncidentRow
from bot.jobs.queue import enqueue
from bot.reviews.remember_incident import remember_incident
from bot.reviews.tables import ActionItemRow, ReviewRow
from bot.taxonomy import Taxonomy

FILE_ITEM = "file-item"
"""Kind of the job that files one action item; its payload is ``{"item": id}``."""

WRITE_REVIEW = "write-review"
"""Kind of the job that writes the document; its payload is ``{"incident": id}``."""


@dataclass(frozen=True, slots=True)
class NewActionItem:
    """One action item as it was accepted."""

    title: str
    gap: str
    owner: str
    due_on: date
    why: str = ""
    acceptance: str = ""


@dataclass(frozen=True, slots=True)
class CloseWithReview:
    """What the review modal says."""

    by: str
    owner: str
    due_on: date
    cause: str
    cause_id: str = ""
    """Which of the runbook's causes it is; empty where none was chosen."""
    answers: dict[str, str] = field(default_factory=dict)
    items: tuple[NewActionItem, ...] = ()


async def close_with_review(
    session: AsyncSession,
    incident: IncidentRow,
    command: CloseWithReview,
    now: datetime,
    *,
    taxonomy: Taxonomy,
) -> None:
    """Close the incident, keep the review, learn from it, and queue the filing of each item and the document.

    Raises:
        IncidentError: It is closed already.
    """
    await close_incident(session, incident, now, by=command.by)
    answers = {key: text for key, text in command.answers.items() if text.strip()}
    session.add(
        ReviewRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            owner=command.owner,
            due_on=command.due_on,
            cause=command.cause,
            answers=answers,
            at=now,
            by=command.by,
        )
    )
    await remember_incident(
        session,
        incident,
        now,
        cause=command.cause,
        cause_id=command.cause_id,
        answers=answers,
        taxonomy=taxonomy,
    )
    for number, item in enumerate(command.items, start=1):
        await _queue_item(session, incident, number, item, now)
    await queue_document(session, incident, now)


async def queue_document(session: AsyncSession, incident: IncidentRow, now: datetime) -> None:
    """Have the document written (again): it shows what is stored when the job runs."""
    await enqueue(
        session,
        team_id=incident.team_id,
        key=f"{WRITE_REVIEW}/{incident.id}",
        kind=WRITE_REVIEW,
        payload={"incident": incident.id},
        run_at=now,
    )


async def _queue_item(
    session: AsyncSession, incident: IncidentRow, number: int, item: NewActionItem, now: datetime
) -> None:
    row = ActionItemRow(
        id=f"item_{secrets.token_hex(8)}",
        team_id=incident.team_id,
        incident_id=incident.id,
        number=number,
        title=item.title,
        why=item.why,
        acceptance=item.acceptance,
        gap=item.gap,
        owner=item.owner,
        due_on=item.due_on,
    )
    session.add(row)
    await enqueue(
        session,
        team_id=incident.team_id,
        key=f"{FILE_ITEM}/{row.id}",
        kind=FILE_ITEM,
        payload={"item": row.id},
        run_at=now,
    )
