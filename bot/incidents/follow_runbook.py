"""Verb: take up a runbook. What was ticked, and is the same step there, stays ticked."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.checklist_row import step_row
from bot.incidents.tables import IncidentRow, StepRow
from bot.runbooks import Runbook, Step, runbook_from_json, runbook_to_json


async def follow_runbook(session: AsyncSession, incident: IncidentRow, runbook: Runbook) -> None:
    """Follow ``runbook`` from now on, as it is now: a later release does not change it.

    A step is the same where its id and its title are. Taken up a second time, a runbook is as it was left.
    """
    former = runbook_from_json(incident.runbook) if incident.runbook else None
    incident.runbook = runbook_to_json(runbook)
    if former is None or former.id == runbook.id:
        return
    titles = {step.id: step.title for step in former.steps}
    done = {row.step_id: row for row in await _done(session, incident, former)}
    for step in runbook.steps:
        if step.id in done and titles.get(step.id) == step.title:
            await _carry_over(session, incident, runbook, step, done[step.id])


async def _done(session: AsyncSession, incident: IncidentRow, runbook: Runbook) -> list[StepRow]:
    rows = await session.scalars(
        select(StepRow).where(
            StepRow.incident_id == incident.id, StepRow.runbook_id == runbook.id, StepRow.done.is_(True)
        )
    )
    return list(rows)


async def _carry_over(
    session: AsyncSession, incident: IncidentRow, runbook: Runbook, step: Step, done: StepRow
) -> None:
    row = await step_row(session, incident, runbook.id, step.id)
    if not row.done:
        row.done, row.by, row.at, row.reason = True, done.by, done.at, done.reason
