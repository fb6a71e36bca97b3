"""The update form was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.post_update import post_update
from bot.slack.modals.form import Submission
from bot.slack.modals.update_form import read_update
from bot.slack.references import read_reference
from bot.slack.services import Services


async def handle(services: Services, form: Submission) -> None:
    """Post the update."""
    reference = read_reference(form.private_metadata)
    now = services.clock.now()
    command = read_update(form, now)
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, form.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            await post_update(session, incident, command, now, knowledge=services.knowledge)
