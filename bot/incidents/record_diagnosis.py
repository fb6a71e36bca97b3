"""Verb: take in what a diagnosis found, and suggest a category from it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.diagnostics import Diagnosis, diagnosis_to_json
from bot.diagnostics.http_health import HttpAnswer
from bot.incidents.attach_diagnosis import queue_attachments
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import DiagnosisRow, IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind


async def record_diagnosis(
    session: AsyncSession,
    incident: IncidentRow,
    number: int,
    outcome: Diagnosis | str,
    now: datetime,
    *,
    knowledge: Knowledge,
    health: Sequence[HttpAnswer] = (),
) -> None:
    """Store the diagnosis, or the sentence that says why there is none. A second result is ignored.

    ``health`` is what the addresses answered by HTTP, where that was asked.
    """
    row = await session.scalar(
        select(DiagnosisRow).where(DiagnosisRow.incident_id == incident.id, DiagnosisRow.number == number)
    )
    if row is None or row.finished_at is not None:
        return
    row.finished_at = now
    if isinstance(outcome, Diagnosis):
        row.document = diagnosis_to_json(outcome)
        row.health = [asdict(answer) for answer in health]
        words = outcome.verdict
        await queue_attachments(session, incident, number, now)
    else:
        row.error = words = outcome
    record(session, incident, TimelineKind.DIAGNOSED, words, at=now)
    await session.flush()
    await suggest_again(session, incident, now, knowledge=knowledge)
    await changed(session, incident, now)
