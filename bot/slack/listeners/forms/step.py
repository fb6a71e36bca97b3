"""The form about one runbook step was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.handle_step import AboutStep, flag_step, override_lock, skip_step
from bot.incidents.lane import incident_for_change
from bot.incidents.tick_step import TickStep, tick_step
from bot.slack.modals.form import FormError, Submission
from bot.slack.modals.step_form import WORDS, StepMatter, read_step_form
from bot.slack.references import read_reference
from bot.slack.services import Services


async def handle(services: Services, form: Submission) -> None:
    """Do what it says, with its reason."""
    reference = read_reference(form.private_metadata)
    matter, runbook_id, step_id = read_step_form(reference)
    words = form.text(WORDS).strip()
    if not words:
        raise FormError(WORDS, "A reason is needed.")
    about = AboutStep(runbook_id, step_id, form.user, words)
    now = services.clock.now()
    async with services.database.transaction() as session:
        if not await first_delivery(session, services.team_id, form.delivery, now):
            return
        incident = await incident_for_change(session, services.team_id, reference.incident)
        match matter:
            case StepMatter.SKIP:
                await skip_step(session, incident, about, now)
            case StepMatter.FLAG:
                await flag_step(session, incident, about, now)
            case StepMatter.OVERRIDE:
                await override_lock(session, incident, about, now)
            case StepMatter.DONE_ALL_THE_SAME:
                ticked = TickStep(runbook_id, step_id, done=True, by=form.user, reason=words)
                await tick_step(session, incident, ticked, now)
