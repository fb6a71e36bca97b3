"""``/certinc note TEXT``."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import IncidentError
from bot.incidents.lane import incident_for_change
from bot.incidents.note import add_note
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Keep the note, and show it in the channel."""
    incident = await incident_here(services, invocation)
    if not invocation.arguments:
        raise IncidentError("A note needs words.", remedy="For example: `/certinc note CA ticket opened`.")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, invocation.delivery, now):
            row = await incident_for_change(session, services.team_id, incident.id)
            await add_note(session, row, invocation.arguments, now, by=invocation.user)
    return Reply("Noted.")


COMMAND = Command("note", "note TEXT", "Adds a line to the timeline and shows it in the channel.", handle)
