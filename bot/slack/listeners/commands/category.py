"""``/certinc category [ID]``."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.set_category import set_category
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.modals.category_form import category_form
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Set the category that was named; without one, show them all in a form."""
    incident = await incident_here(services, invocation)
    if not invocation.arguments:
        return Reply(form=category_form(incident, services.taxonomy))
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, invocation.delivery, now):
            await set_category(
                session,
                await incident_for_change(session, services.team_id, incident.id),
                invocation.arguments.split()[0].lower(),
                now,
                by=invocation.user,
                knowledge=services.knowledge,
                runbooks=services.runbooks,
            )
    return Reply("The category is set.")


COMMAND = Command(
    "category", "category [ID]", "Confirms or changes the category, which brings its runbook.", handle
)
