"""A closed incident joins the knowledge that later ones are compared with. A private one never does."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.assessment import service_traits
from bot.incidents.latest_diagnosis import latest_diagnosis
from bot.incidents.subject import Subject, SubjectKind, host_of
from bot.incidents.tables import IncidentRow, StatusUpdateRow
from bot.incidents.vocabulary import UpdateState
from bot.integrations.catalogue import service_from_json
from bot.known_incidents.past_incidents import PastIncident, remember
from bot.known_incidents.traits import traits_of
from bot.taxonomy import Taxonomy

NOT_STATED = "not stated in the review"
REACHED = "reached"
"""The question why it got so far, whose answer stands for a cause that was not chosen."""

SETTLING = (UpdateState.RESOLVED, UpdateState.MITIGATED)


async def remember_incident(
    session: AsyncSession,
    incident: IncidentRow,
    now: datetime,
    *,
    cause: str,
    cause_id: str,
    answers: Mapping[str, str],
    taxonomy: Taxonomy,
) -> None:
    """Take it in with what its review says, in the caller's transaction. ``answers`` are by the question's id."""
    if incident.private:
        return
    subject = Subject(SubjectKind(incident.subject_kind), incident.subject_value)
    service = service_from_json(incident.service) if incident.service else None
    kind = taxonomy.name_of(incident.category) if incident.category else None
    words = "\n".join((incident.report, incident.clues, cause, *answers.values()))
    past = PastIncident(
        incident_id=incident.id,
        title=f"{subject}: {kind}" if kind else str(subject),
        category=incident.category,
        root_cause=cause or answers.get(REACHED) or NOT_STATED,
        fixed_by=await _what_settled_it(session, incident),
        minutes=((incident.resolved_at or now) - incident.opened_at) // timedelta(minutes=1),
        channel_id=incident.channel_id,
        closed_at=now,
    )
    traits = traits_of(
        host=host_of(subject),
        service=service_traits(service),
        diagnosis=await latest_diagnosis(session, incident.id, incident.subject_value),
        words=words,
        category=incident.category,
        gap=cause_id or None,
    )
    await remember(session, incident.team_id, past, traits)


async def _what_settled_it(session: AsyncSession, incident: IncidentRow) -> str:
    """What the last update said that called it mitigated or resolved; empty where none did."""
    said: str | None = await session.scalar(
        select(StatusUpdateRow.what_users_see)
        .where(StatusUpdateRow.incident_id == incident.id, StatusUpdateRow.state.in_(SETTLING))
        .order_by(StatusUpdateRow.number.desc())
        .limit(1)
    )
    return said or ""
