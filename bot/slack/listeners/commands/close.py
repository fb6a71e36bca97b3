"""``/certinc close``."""

from bot.incidents.errors import IncidentError
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.modals.close_form import close_form
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Open the review form."""
    incident = await incident_here(services, invocation)
    if not incident.is_open:
        raise IncidentError("This incident is closed already.", remedy="Its review is in the channel.")
    return Reply(form=close_form(incident, services.runbooks, services.clock.now()))


COMMAND = Command("close", "close", "Closes the incident with its review and action items.", handle)
