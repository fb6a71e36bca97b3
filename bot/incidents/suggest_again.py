"""Verb: judge the incident again, by all that is known now."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.assessment import assess
from bot.incidents.knowledge import Knowledge
from bot.incidents.latest_diagnosis import latest_diagnosis
from bot.incidents.subject import Subject, SubjectKind, host_of
from bot.incidents.suggestion_document import suggestion_document
from bot.incidents.tables import AnswerRow, IncidentRow, StatusUpdateRow, SuggestionRow
from bot.incidents.vocabulary import IncidentState
from bot.integrations.catalogue import service_from_json
from bot.known_incidents.our_own import similar_with_our_own


async def suggest_again(
    session: AsyncSession, incident: IncidentRow, now: datetime, *, knowledge: Knowledge
) -> None:
    """Rank the categories, recommend a severity, look for similar incidents. Nothing new stores nothing."""
    if incident.state != IncidentState.OPEN:
        return
    # Learned already, unless the bot has only just started: then the event loop does not wait for it.
    await asyncio.to_thread(knowledge.reader.prepare)
    report = "\n".join(words for words in (incident.report, incident.clues) if words)
    made = assess(
        knowledge,
        diagnosis=await latest_diagnosis(session, incident.id, incident.subject_value),
        service=service_from_json(incident.service) if incident.service else None,
        report=report,
        answers=await _answers(session, incident),
        now=now,
        subject_kind=incident.subject_kind,
        host=host_of(Subject(SubjectKind(incident.subject_kind), incident.subject_value)),
        confirmed=incident.category,
        impact=await _impact(session, incident),
    )
    similar = await similar_with_our_own(
        session, incident.team_id, knowledge.known, made.traits, made.likely, report, incident_id=incident.id
    )
    await _store(session, incident, suggestion_document(made.suggestion, made.severity, similar), now)


async def _store(
    session: AsyncSession, incident: IncidentRow, document: dict[str, Any], now: datetime
) -> None:
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


async def _impact(session: AsyncSession, incident: IncidentRow) -> str | None:
    """What customers lose, by the last status update."""
    impact: str | None = await session.scalar(
        select(StatusUpdateRow.impact)
        .where(StatusUpdateRow.incident_id == incident.id)
        .order_by(StatusUpdateRow.number.desc())
        .limit(1)
    )
    return impact
