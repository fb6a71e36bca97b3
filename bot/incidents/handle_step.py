"""Verbs for a runbook step that cannot simply be ticked: skip it, flag it, decide it, open its lock."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.checklist_row import step_to_change
from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.tables import IncidentRow, RoleRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import Role, TimelineKind


@dataclass(frozen=True, slots=True)
class AboutStep:
    """Which step, who, and in which words."""

    runbook_id: str
    step_id: str
    by: str
    words: str
    """A reason, or what does not work. Untrusted."""


async def skip_step(session: AsyncSession, incident: IncidentRow, about: AboutStep, now: datetime) -> None:
    """Pass it over, with a reason. Ticking it later counts.

    Raises:
        IncidentError: It is not there, or no reason is given.
    """
    _, step, row = await step_to_change(session, incident, about.runbook_id, about.step_id)
    _require(about, "Say why the step is skipped.")
    row.done, row.skipped, row.reason = False, True, about.words
    row.by, row.at = about.by, now
    words = f"Skipped: {step.title}: {about.words}"
    record(session, incident, TimelineKind.STEP_SKIPPED, words, at=now, actor=about.by)
    await changed(session, incident, now)


async def take_up_step(session: AsyncSession, incident: IncidentRow, about: AboutStep, now: datetime) -> None:
    """Do a skipped step after all.

    Raises:
        IncidentError: It is not there.
    """
    _, step, row = await step_to_change(session, incident, about.runbook_id, about.step_id)
    if not row.skipped:
        return
    row.skipped, row.reason, row.by, row.at = False, "", about.by, now
    record(session, incident, TimelineKind.STEP_REOPENED, f"Taken up: {step.title}", at=now, actor=about.by)
    await changed(session, incident, now)


async def flag_step(session: AsyncSession, incident: IncidentRow, about: AboutStep, now: datetime) -> None:
    """It does not work here: the runbook has drifted, which the review takes up.

    Raises:
        IncidentError: It is not there, or nothing is said.
    """
    _, step, row = await step_to_change(session, incident, about.runbook_id, about.step_id)
    _require(about, "Say what does not work here.")
    row.drift = about.words
    words = f"Does not work here: {step.title}: {about.words}"
    record(session, incident, TimelineKind.STEP_FLAGGED, words, at=now, actor=about.by)
    await changed(session, incident, now)


async def override_lock(
    session: AsyncSession, incident: IncidentRow, about: AboutStep, now: datetime
) -> None:
    """Open a step's lock before what it waits for is done. Only the commander may, with a reason.

    Raises:
        IncidentError: Somebody else asks, the step is not locked, or no reason is given.
    """
    checklist, step, row = await step_to_change(session, incident, about.runbook_id, about.step_id)
    if checklist.locked_by(step) is None:
        raise IncidentError("This step is not locked.")
    commander = await session.scalar(
        select(RoleRow.user_id).where(RoleRow.incident_id == incident.id, RoleRow.role == Role.COMMANDER)
    )
    if commander != about.by:
        raise IncidentError(
            "Only the commander may override a lock.", remedy="Take command first, or ask the commander."
        )
    _require(about, "Say why it cannot wait.")
    row.overridden, row.reason = True, about.words
    words = f"Lock overridden: {step.title}: {about.words}"
    record(session, incident, TimelineKind.LOCK_OVERRIDDEN, words, at=now, actor=about.by)
    await changed(session, incident, now)


async def decide_step(session: AsyncSession, incident: IncidentRow, about: AboutStep, now: datetime) -> None:
    """Choose one of the step's ways; ``words`` is the choice. The last choice counts.

    Raises:
        IncidentError: The step asks nothing, or has no such way.
    """
    _, step, row = await step_to_change(session, incident, about.runbook_id, about.step_id)
    if step.decision is None or about.words not in step.decision.choices:
        raise IncidentError("This step has no such choice.", remedy="Use the runbook that is shown now.")
    if row.choice == about.words:
        return
    row.choice = about.words
    chosen = step.decision.choices[about.words]
    words = f"{step.decision.question} {chosen}"
    record(session, incident, TimelineKind.STEP_DECIDED, words, at=now, actor=about.by)
    await changed(session, incident, now)


def _require(about: AboutStep, remedy: str) -> None:
    if not about.words.strip():
        raise IncidentError("A reason is needed.", remedy=remedy)
