"""Verb: tick a runbook step, or take the tick back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.checklist_row import step_row, step_to_change
from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.latest_diagnosis import latest_diagnosis, latest_health
from bot.incidents.step_checks import StepEvidence, step_evidence
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind
from bot.runbooks import Step


@dataclass(frozen=True, slots=True)
class TickStep:
    """What a click on a step's checkbox says: the step, and the state it should have."""

    runbook_id: str
    step_id: str
    done: bool
    by: str
    reason: str = ""
    """Why it counts as done though the bot sees that it is not."""


class AgainstEvidenceError(IncidentError):
    """The bot sees that the step is not done: ticking it needs a reason.

    Attributes:
        evidence: What it saw.
    """

    def __init__(self, step: Step, evidence: StepEvidence) -> None:
        super().__init__(
            f"The bot sees otherwise: {evidence.says}", remedy=f"Say why “{step.title}” is done."
        )
        self.evidence = evidence


async def tick_step(session: AsyncSession, incident: IncidentRow, command: TickStep, now: datetime) -> None:
    """Set the step's state. Two people ticking the same step the same way tick it once.

    Raises:
        AgainstEvidenceError: The latest diagnosis says that it is not done, and no reason is given.
        IncidentError: The step is of another runbook than the incident follows now, it is locked, or the
            incident is closed. The caller then commits `refuse_tick`, so that the checkbox is drawn back.
    """
    checklist, step, row = await step_to_change(session, incident, command.runbook_id, command.step_id)
    if row.done == command.done:
        return
    if command.done:
        key = checklist.locked_by(step)
        if key is not None:
            raise IncidentError(
                f"This step is locked until “{key.title}” is done.",
                remedy="The commander may override the lock, with a reason, in the menu beside it.",
            )
        await _agrees(session, incident, step, command)
    row.done, row.by, row.at = command.done, command.by, now
    row.skipped, row.reason = False, command.reason
    kind, words = (
        (TimelineKind.STEP_DONE, "Done")
        if command.done
        else (TimelineKind.STEP_REOPENED, "Not done after all")
    )
    because = f", though the bot saw otherwise: {command.reason}" if command.reason else ""
    record(session, incident, kind, f"{words}: {step.title}{because}", at=now, actor=command.by)
    await changed(session, incident, now)


async def _agrees(session: AsyncSession, incident: IncidentRow, step: Step, command: TickStep) -> None:
    if step.check is None or command.reason:
        return
    diagnosis = await latest_diagnosis(session, incident.id, incident.subject_value)
    health = await latest_health(session, incident.id, incident.subject_value)
    evidence = step_evidence(step.check, diagnosis, health)
    if evidence is not None and evidence.agrees is False:
        raise AgainstEvidenceError(step, evidence)


async def refuse_tick(session: AsyncSession, incident: IncidentRow, command: TickStep, now: datetime) -> None:
    """Draw a refused tick back: the step's ``block_id`` changes, so clients forget what they show."""
    row = await step_row(session, incident, command.runbook_id, command.step_id)
    row.redraws += 1
    await changed(session, incident, now)
