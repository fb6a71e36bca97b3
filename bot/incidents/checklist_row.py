"""The stored state of one runbook step, found or made for a change."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.checklist import Checklist
from bot.incidents.errors import IncidentError
from bot.incidents.snapshot import step_state
from bot.incidents.tables import IncidentRow, StepRow
from bot.incidents.vocabulary import IncidentState
from bot.runbooks import Step, runbook_from_json


async def step_to_change(
    session: AsyncSession, incident: IncidentRow, runbook_id: str, step_id: str
) -> tuple[Checklist, Step, StepRow]:
    """The checklist, the step, and its row.

    Raises:
        IncidentError: The incident is closed, follows another runbook now, or the step is not there.
    """
    if incident.state != IncidentState.OPEN:
        raise IncidentError("This incident is closed; its checklist stays as it was.")
    runbook = runbook_from_json(incident.runbook) if incident.runbook else None
    if runbook is None or runbook.id != runbook_id:
        raise _another_runbook()
    rows = await session.scalars(
        select(StepRow).where(StepRow.incident_id == incident.id, StepRow.runbook_id == runbook_id)
    )
    checklist = Checklist(runbook, {row.step_id: step_state(row) for row in rows})
    step = checklist.step(step_id)
    if step is None:
        raise _another_runbook()
    return checklist, step, await step_row(session, incident, runbook_id, step_id)


async def step_row(session: AsyncSession, incident: IncidentRow, runbook_id: str, step_id: str) -> StepRow:
    """The step's row; a new one where nobody has touched the step."""
    row = await session.scalar(
        select(StepRow).where(
            StepRow.incident_id == incident.id, StepRow.runbook_id == runbook_id, StepRow.step_id == step_id
        )
    )
    if row is None:
        row = StepRow(
            team_id=incident.team_id,
            incident_id=incident.id,
            runbook_id=runbook_id,
            step_id=step_id,
            done=False,
            skipped=False,
            reason="",
            drift="",
            overridden=False,
            redraws=0,
        )
        session.add(row)
    return row


def _another_runbook() -> IncidentError:
    return IncidentError(
        "The incident follows another runbook now.", remedy="Use the runbook that is shown now."
    )
