"""Verb: tick a runbook step, or take the tick back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.errors import IncidentError
from bot.incidents.lane import changed
from bot.incidents.tables import IncidentRow, StepRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import IncidentState, TimelineKind
from bot.runbooks import runbook_from_json


@dataclass(frozen=True, slots=True)
class TickStep:
    """What a click on a step's checkbox says: the step, and the state it should have."""

    runbook_id: str
    step_id: str
    done: bool
    by: str


async def tick_step(session: AsyncSession, incident: IncidentRow, command: TickStep, now: datetime) -> None:
    """Set the step's state. Two people ticking the same step the same way tick it once.

    Raises:
        IncidentError: The step is of another runbook than the incident follows now, or the incident is
            closed. The caller then commits `refuse_tick`, so that the checkbox is drawn back.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed; its checklist stays as it was.")
    runbook = runbook_from_json(incident.runbook) if incident.runbook else None
    step = next((s for s in runbook.steps if s.id == command.step_id), None) if runbook else None
    if runbook is None or runbook.id != command.runbook_id or step is None:
        raise IncidentError(
            "The incident follows another runbook now.", remedy="Tick the step in the runbook shown now."
        )
    row = await _step_row(session, incident, command)
    if row.done == command.done:
        return
    row.done, row.by, row.at = command.done, command.by, now
    kind, words = (
        (TimelineKind.STEP_DONE, "Done")
        if command.done
        else (TimelineKind.STEP_REOPENED, "Not done after all")
    )
    record(session, incident, kind, f"{words}: {step.title}", at=now, actor=command.by)
    await changed(session, incident, now)


async def refuse_tick(session: AsyncSession, incident: IncidentRow, command: TickStep, now: datetime) -> None:
    """Draw a refused tick back: the step's ``block_id`` changes, so clients forget what they show."""
    row = await _step_row(session, incident, command)
    row.redraws += 1
    await changed(session, incident, now)


async def _step_row(session: AsyncSession, incident: IncidentRow, command: TickStep) -> StepRow:
    row = await session.scalar(
        select(StepRow).where(
            StepRow.incident_id == incident.id,
            StepRow.runbook_id == command.runbook_id,
            StepRow.step_id == command.step_id,
        )
    )
    if row is None:
        row = StepRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            runbook_id=command.runbook_id,
            step_id=command.step_id,
            done=False,
            redraws=0,
        )
        session.add(row)
    return row
