"""The category form was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.set_category import set_category
from bot.slack.modals.category_form import CATEGORY
from bot.slack.modals.form import FormError, Submission
from bot.slack.references import read_reference
from bot.slack.services import Services


async def handle(services: Services, form: Submission) -> None:
    """Set the category."""
    reference = read_reference(form.private_metadata)
    chosen = form.choice(CATEGORY)
    if chosen is None:
        raise FormError(CATEGORY, "Choose one.")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, form.delivery, now):
            incident = await incident_for_change(session, services.team_id, reference.incident)
            await set_category(
                session,
                incident,
                chosen,
                now,
                by=form.user,
                knowledge=services.knowledge,
                runbooks=services.runbooks,
            )
