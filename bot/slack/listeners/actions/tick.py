"""The checkbox of a runbook step."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import IncidentError
from bot.incidents.lane import incident_for_change
from bot.incidents.tick_step import AgainstEvidenceError, TickStep, refuse_tick, tick_step
from bot.slack.listeners.actions.click import Answer, Click
from bot.slack.listeners.actions.step import title_of
from bot.slack.modals.step_form import StepMatter, step_form
from bot.slack.references import StepReference, read_step_reference
from bot.slack.services import Services


async def tick(services: Services, click: Click) -> Answer:
    """Tick the step, or take its tick back; a tick that is refused is drawn back.

    Ticked against what the bot sees, it asks why.
    """
    reference = read_step_reference(click.block_id)
    command = TickStep(reference.runbook, reference.step, done=bool(click.selected), by=click.user)
    now = services.clock.now()
    try:
        async with services.database.transaction() as session:
            if await first_delivery(session, services.team_id, click.delivery, now):
                incident = await incident_for_change(session, services.team_id, reference.incident)
                await tick_step(session, incident, command, now)
    except AgainstEvidenceError as error:
        await _draw_back(services, reference, command)
        title = await title_of(services, reference)
        return Answer(form=step_form(StepMatter.DONE_ALL_THE_SAME, reference, title, error.evidence.says))
    except IncidentError:
        await _draw_back(services, reference, command)
        raise
    return Answer()


async def _draw_back(services: Services, reference: StepReference, command: TickStep) -> None:
    async with services.database.transaction() as session:
        incident = await incident_for_change(session, services.team_id, reference.incident)
        await refuse_tick(session, incident, command, services.clock.now())
