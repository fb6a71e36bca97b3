"""Finding the latest diagnosis of a target in an incident: one of another host is no evidence here."""

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.diagnostics import Diagnosis, DiagnosisDocumentError, diagnosis_from_json
from bot.diagnostics.http_health import HttpAnswer
from bot.incidents.tables import DiagnosisRow

_Column = TypeVar("_Column")


async def latest_diagnosis(
    session: AsyncSession, incident_id: str, target: str, *, before: int | None = None
) -> Diagnosis | None:
    """The latest finished one, or the latest with a number below ``before``; None where there is none.

    One that another version of certinc wrote counts as none: the channel says so, and it is no evidence.
    """
    document = await session.scalar(_latest(DiagnosisRow.document, incident_id, target, before))
    if document is None:
        return None
    try:
        return diagnosis_from_json(document)
    except DiagnosisDocumentError:
        return None


async def latest_health(session: AsyncSession, incident_id: str, target: str) -> tuple[HttpAnswer, ...]:
    """What the addresses of the latest finished diagnosis answered by HTTP; none where that was not asked."""
    health = await session.scalar(_latest(DiagnosisRow.health, incident_id, target))
    return tuple(HttpAnswer(**answer) for answer in health or ())


def _latest(
    column: InstrumentedAttribute[_Column], incident_id: str, target: str, before: int | None = None
) -> Select[_Column]:
    query = select(column).where(
        DiagnosisRow.incident_id == incident_id,
        DiagnosisRow.target == target,
        DiagnosisRow.finished_at.is_not(None),
        DiagnosisRow.error.is_(None),
    )
    if before is not None:
        query = query.where(DiagnosisRow.number < before)
    return query.order_by(DiagnosisRow.number.desc()).limit(1)
