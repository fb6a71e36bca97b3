"""The incident as renderers see it: one frozen value, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.diagnostics import Diagnosis, DiagnosisDocumentError, diagnosis_from_json
from bot.diagnostics.http_health import HttpAnswer
from bot.incidents.checklist import Checklist, StepState
from bot.incidents.errors import IncidentNotFoundError
from bot.incidents.subject import Subject, SubjectKind
from bot.incidents.suggestion_document import severity_of, similar_of
from bot.incidents.tables import (
    DiagnosisRow,
    EffectRow,
    IncidentRow,
    ReminderRow,
    RoleRow,
    StatusUpdateRow,
    StepRow,
    SuggestionRow,
    TimelineRow,
)
from bot.incidents.vocabulary import (
    ChannelState,
    EffectKind,
    EffectState,
    Impact,
    IncidentState,
    Role,
    TimelineKind,
    UpdateState,
)
from bot.integrations.catalogue import ServiceFacts, service_from_json
from bot.known_incidents.similar import SimilarIncident
from bot.runbooks import Runbook, runbook_from_json
from bot.taxonomy import SeverityRecommendation, TierId
from bot.triage import Suggestion, suggestion_from_json


@dataclass(frozen=True, slots=True)
class DiagnosisSnapshot:
    """One diagnosis: running while `finished_at` is None, then with a result or an error."""

    number: int
    target: str
    requested_by: str | None
    requested_at: datetime
    finished_at: datetime | None
    result: Diagnosis | None
    error: str | None
    progress: str | None = None
    """How far it is, where it takes long."""
    health: tuple[HttpAnswer, ...] = ()
    """What each address answered by HTTP, where that was asked."""


@dataclass(frozen=True, slots=True)
class SuggestionSnapshot:
    """What triage suggested, and when."""

    number: int
    at: datetime
    suggestion: Suggestion
    severity: SeverityRecommendation | None = None
    """The severity that follows; None in what an earlier version stored."""
    similar: tuple[SimilarIncident, ...] = ()
    """Known incidents that look like this one, best first."""


@dataclass(frozen=True, slots=True)
class ReminderSnapshot:
    """One nudge that stands in the channel."""

    number: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class UpdateSnapshot:
    """One status update."""

    number: int
    at: datetime
    by: str
    state: UpdateState
    what_users_see: str
    impact: Impact
    eta: str
    next_step: str
    next_update_by: datetime | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. ``actor`` is a Slack user id, or None for the bot."""

    id: int
    at: datetime
    kind: TimelineKind
    actor: str | None
    text: str


@dataclass(frozen=True, slots=True)
class EffectSnapshot:
    """Something to be done once in Slack, and how far it is."""

    id: int
    kind: EffectKind
    target: str
    state: EffectState
    requested_at: datetime
    error: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One incident at one revision."""

    id: str
    team_id: str
    revision: int
    state: IncidentState
    subject: Subject
    report: str
    private: bool
    service: ServiceFacts | None
    severity: TierId
    severity_reasons: tuple[str, ...]
    severity_provisional: bool
    category: str | None
    category_by: str | None
    runbook: Runbook | None
    opened_by: str
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    next_update_due_at: datetime | None
    channel_state: ChannelState
    channel_name: str
    channel_intent_at: datetime | None
    channel_id: str | None
    card_link: str | None
    roles: dict[Role, str]
    diagnoses: tuple[DiagnosisSnapshot, ...]
    suggestion: SuggestionSnapshot | None
    steps: dict[str, StepState]
    """State by step id, of the runbook that the incident follows now; untouched steps are absent."""
    reminders: tuple[ReminderSnapshot, ...]
    updates: tuple[UpdateSnapshot, ...]
    timeline: tuple[TimelineEntry, ...]
    effects: tuple[EffectSnapshot, ...]

    @property
    def latest_diagnosis(self) -> Diagnosis | None:
        """The latest finished diagnosis of the incident's own subject."""
        latest = self._latest
        return latest.result if latest else None

    @property
    def latest_health(self) -> tuple[HttpAnswer, ...]:
        """What its addresses answered by HTTP in that diagnosis; none where that was not asked."""
        latest = self._latest
        return latest.health if latest else ()

    @property
    def _latest(self) -> DiagnosisSnapshot | None:
        own = (d for d in reversed(self.diagnoses) if d.target == self.subject.value and d.result)
        return next(own, None)

    @property
    def checklist(self) -> Checklist | None:
        """Its runbook with the state of each step; None where it follows none."""
        return Checklist(self.runbook, self.steps) if self.runbook is not None else None

    @property
    def touched_at(self) -> datetime:
        """When a person last did something to it: whoever did is looking at the channel."""
        return max((entry.at for entry in self.timeline if entry.actor), default=self.opened_at)

    @property
    def is_open(self) -> bool:
        """Whether work is still going on."""
        return self.state is IncidentState.OPEN


_Row = TypeVar(
    "_Row",
    RoleRow,
    DiagnosisRow,
    SuggestionRow,
    StepRow,
    ReminderRow,
    StatusUpdateRow,
    TimelineRow,
    EffectRow,
)


async def load_snapshot(session: AsyncSession, team_id: str, incident_id: str) -> Snapshot:
    """Read the incident as it is in this transaction.

    Raises:
        IncidentNotFoundError: There is none with that id in that workspace.
    """
    row = await session.scalar(
        select(IncidentRow).where(IncidentRow.id == incident_id, IncidentRow.team_id == team_id)
    )
    if row is None:
        raise IncidentNotFoundError("This incident is not known here.", remedy="See `/certinc list`.")
    runbook = runbook_from_json(row.runbook) if row.runbook else None
    suggestions = await _rows(session, SuggestionRow, row)
    return Snapshot(
        id=row.id,
        team_id=row.team_id,
        revision=row.revision,
        state=IncidentState(row.state),
        subject=Subject(SubjectKind(row.subject_kind), row.subject_value),
        report=row.report,
        private=row.private,
        service=service_from_json(row.service) if row.service else None,
        severity=TierId(row.severity),
        severity_reasons=tuple(row.severity_reasons),
        severity_provisional=row.severity_provisional,
        category=row.category,
        category_by=row.category_by,
        runbook=runbook,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        next_update_due_at=row.next_update_due_at,
        channel_state=ChannelState(row.channel_state),
        channel_name=row.channel_name,
        channel_intent_at=row.channel_intent_at,
        channel_id=row.channel_id,
        card_link=row.card_link,
        roles={Role(r.role): r.user_id for r in await _rows(session, RoleRow, row)},
        diagnoses=tuple(_diagnosis(d) for d in await _rows(session, DiagnosisRow, row)),
        suggestion=_suggestion(suggestions[-1]) if suggestions else None,
        steps={
            s.step_id: step_state(s)
            for s in await _rows(session, StepRow, row)
            if runbook is not None and s.runbook_id == runbook.id
        },
        reminders=tuple(
            ReminderSnapshot(r.number, r.due_at) for r in await _rows(session, ReminderRow, row) if r.live
        ),
        updates=tuple(_update(u) for u in await _rows(session, StatusUpdateRow, row)),
        timeline=tuple(
            TimelineEntry(t.id, t.at, TimelineKind(t.kind), t.actor, t.text)
            for t in await _rows(session, TimelineRow, row)
        ),
        effects=tuple(_effect(e) for e in await _rows(session, EffectRow, row)),
    )


async def _rows(session: AsyncSession, table: type[_Row], incident: IncidentRow) -> list[_Row]:
    found = await session.scalars(select(table).where(table.incident_id == incident.id).order_by(table.id))
    return list(found)


def _diagnosis(row: DiagnosisRow) -> DiagnosisSnapshot:
    result, error = _result(row)
    return DiagnosisSnapshot(
        number=row.number,
        target=row.target,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        finished_at=row.finished_at,
        result=result,
        error=error,
        progress=row.progress,
        health=tuple(HttpAnswer(**answer) for answer in row.health or ()),
    )


def _result(row: DiagnosisRow) -> tuple[Diagnosis | None, str | None]:
    """What was found, or why there is nothing; a document of another version is no reason to stop."""
    if row.document is None:
        return None, row.error
    try:
        return diagnosis_from_json(row.document), None
    except DiagnosisDocumentError as error:
        return None, str(error)


def _suggestion(row: SuggestionRow) -> SuggestionSnapshot:
    document = row.document
    return SuggestionSnapshot(
        row.number, row.at, suggestion_from_json(document), severity_of(document), similar_of(document)
    )


def step_state(row: StepRow) -> StepState:
    """The stored state of a step."""
    return StepState(
        done=row.done,
        by=row.by,
        at=row.at,
        redraws=row.redraws,
        skipped=row.skipped,
        reason=row.reason,
        drift=row.drift,
        choice=row.choice,
        overridden=row.overridden,
    )


def _update(row: StatusUpdateRow) -> UpdateSnapshot:
    return UpdateSnapshot(
        number=row.number,
        at=row.at,
        by=row.by,
        state=UpdateState(row.state),
        what_users_see=row.what_users_see,
        impact=Impact(row.impact),
        eta=row.eta,
        next_step=row.next_step,
        next_update_by=row.next_update_by,
    )


def _effect(row: EffectRow) -> EffectSnapshot:
    return EffectSnapshot(
        row.id, EffectKind(row.kind), row.target, EffectState(row.state), row.requested_at, row.error
    )
