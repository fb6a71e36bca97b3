"""The severity form was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.set_severity import set_severity
from bot.slack.modals.form import FormError, Submission
from bot.slack.modals.severity_form import SEVERITY
from bot.slack.references import read_reference
from bot.slack.services import Services
from bot.taxonomy import TierId


async def handle(services: Services, form: Submission) -> None:
    """Set the severity."""
    reference = read_reference(form.private_metadata)
    chosen = form.choice(SEVERITY)
    if chosen is None:
        raise FormError(SEVERITY, "Choose one.")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, form.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            await set_severity(session, incident, TierId(chosen), now, by=form.user, policy=services.policy)
