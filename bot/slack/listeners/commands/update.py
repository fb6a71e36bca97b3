"""``/certinc update``."""

from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.modals.update_form import update_form
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Open the update form, prefilled from the last one."""
    incident = await incident_here(services, invocation)
    return Reply(form=update_form(incident, services.policy, services.clock.now()))


COMMAND = Command("update", "update", "Posts a status update and promises the next one.", handle)
