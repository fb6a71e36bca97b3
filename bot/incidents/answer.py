"""Verb: answer one of triage's questions."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import AnswerRow, IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind


async def answer_question(
    session: AsyncSession,
    incident: IncidentRow,
    question: str,
    answer: str,
    now: datetime,
    *,
    by: str,
    knowledge: Knowledge,
) -> None:
    """Take the answer as evidence and rank again; the last answer to a question counts."""
    row = await session.scalar(
        select(AnswerRow).where(AnswerRow.incident_id == incident.id, AnswerRow.question == question)
    )
    if row is None:
        session.add(
            AnswerRow(
                team_id=incident.team_id,
                incident_id=incident.id,
                question=question,
                answer=answer,
                by=by,
                at=now,
            )
        )
    else:
        row.answer, row.by, row.at = answer, by, now
    await session.flush()
    record(session, incident, TimelineKind.ANSWERED, f"Answered {question}: {answer}", at=now, actor=by)
    await suggest_again(session, incident, now, knowledge=knowledge)
    await changed(session, incident, now)
