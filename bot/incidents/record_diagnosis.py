"""Verb: take in what a diagnosis found, and suggest a category from it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.diagnostics import Diagnosis, diagnosis_to_json
from bot.incidents.attach_diagnosis import queue_attachments
from bot.incidents.lane import changed
from bot.incidents.latest_diagnosis import latest_diagnosis
from bot.incidents.tables import AnswerRow, DiagnosisRow, IncidentRow, SuggestionRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.integrations.catalogue import service_from_json
from bot.taxonomy import Taxonomy
from bot.triage import suggest, suggestion_to_json


async def record_diagnosis(
    session: AsyncSession,
    incident: IncidentRow,
    number: int,
    outcome: Diagnosis | str,
    now: datetime,
    *,
    taxonomy: Taxonomy,
) -> None:
    """Store the diagnosis, or the sentence that says why there is none. A second result is ignored."""
    row = await session.scalar(
        select(DiagnosisRow).where(DiagnosisRow.incident_id == incident.id, DiagnosisRow.number == number)
    )
    if row is None or row.finished_at is not None:
        return
    row.finished_at = now
    if isinstance(outcome, Diagnosis):
        row.document = diagnosis_to_json(outcome)
        words = outcome.verdict
        await queue_attachments(session, incident, number, now)
    else:
        row.error = words = outcome
    record(session, incident, TimelineKind.DIAGNOSED, words, at=now)
    await session.flush()
    await suggest_again(session, incident, now, taxonomy=taxonomy)
    await changed(session, incident, now)


async def suggest_again(
    session: AsyncSession, incident: IncidentRow, now: datetime, *, taxonomy: Taxonomy
) -> None:
    """Rank the categories by all that is known now. Nothing is stored where the ranking is the same."""
    if incident.state != IncidentState.OPEN:
        return
    suggestion = suggest(
        await latest_diagnosis(session, incident.id, incident.subject_value),
        service_from_json(incident.service) if incident.service else None,
        incident.report,
        await _answers(session, incident),
        taxonomy,
    )
    document = suggestion_to_json(suggestion)
    last = await session.scalar(
        select(SuggestionRow)
        .where(SuggestionRow.incident_id == incident.id)
        .order_by(SuggestionRow.number.desc())
        .limit(1)
    )
    if last is not None and last.document == document:
        return
    session.add(
        SuggestionRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            number=1 if last is None else last.number + 1,
            at=now,
            document=document,
        )
    )


async def _answers(session: AsyncSession, incident: IncidentRow) -> dict[str, str]:
    rows = await session.scalars(select(AnswerRow).where(AnswerRow.incident_id == incident.id))
    return {row.question: row.answer for row in rows}
