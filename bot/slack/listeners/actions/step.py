"""What can be clicked beside a runbook step's checkbox: its menu, its decision, its check."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import IncidentError
from bot.incidents.handle_step import AboutStep, decide_step, take_up_step
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.request_diagnosis import request_diagnosis
from bot.incidents.snapshot import load_snapshot
from bot.slack.listeners.actions.click import Answer, Click
from bot.slack.modals.step_form import StepMatter, step_form
from bot.slack.references import StaleReferenceError, StepReference, read_step_reference
from bot.slack.services import Services

TAKE_UP = "take-up"


async def choose_from_menu(services: Services, click: Click) -> Answer:
    """Ask for the reason; only taking a skipped step up again needs none."""
    reference = read_step_reference(click.block_id)
    chosen = next(iter(click.selected), "")
    if chosen == TAKE_UP:
        return await _take_up(services, click, reference)
    if chosen not in set(StepMatter):
        raise StaleReferenceError
    return Answer(form=step_form(StepMatter(chosen), reference, await title_of(services, reference)))


async def _take_up(services: Services, click: Click, reference: StepReference) -> Answer:
    about = AboutStep(reference.runbook, reference.step, click.user, "")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, click.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            await take_up_step(session, incident, about, now)
    return Answer()


async def decide(services: Services, click: Click) -> Answer:
    """The step's decision fell."""
    reference = read_step_reference(click.block_id)
    _, _, choice = click.action_id.partition("|")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, click.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            about = AboutStep(reference.runbook, reference.step, click.user, choice)
            await decide_step(session, incident, about, now)
    return Answer()


async def check(services: Services, click: Click) -> Answer:
    """Look again: what the bot sees then stands beside the step."""
    reference = read_step_reference(click.block_id)
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, click.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            await request_diagnosis(session, incident, now, requested_by=click.user)
            await changed(session, incident, now)
    return Answer()


async def title_of(services: Services, reference: StepReference) -> str:
    """The step's title.

    Raises:
        IncidentError: The incident is closed, or follows another runbook now.
    """
    async with services.database.reading() as session:
        incident = await load_snapshot(session, services.team_id, reference.incident)
    checklist = incident.checklist
    step = checklist.step(reference.step) if checklist and checklist.runbook.id == reference.runbook else None
    if step is None or not incident.is_open:
        raise IncidentError(
            "The incident follows another runbook now, or is closed.",
            remedy="Use the runbook that is shown now.",
        )
    return step.title
