"""``/certinc diagnose [HOST[:PORT]]``."""

from bot.diagnostics import parse_target
from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import IncidentNotFoundError
from bot.incidents.finding import incident_id_of_channel
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.request_diagnosis import request_diagnosis
from bot.slack.ad_hoc_diagnosis import queue_ad_hoc_diagnosis
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """In an incident: one more diagnosis in the channel. Elsewhere: an answer for this person alone."""
    target = str(parse_target(invocation.arguments.split()[0])) if invocation.arguments else None
    now = services.clock.now()
    async with services.database.transaction() as session:
        if not await first_delivery(session, services.team_id, invocation.delivery, now):
            return Reply("This was asked already.")
        try:
            incident_id = await incident_id_of_channel(session, services.team_id, invocation.channel)
        except IncidentNotFoundError:
            if target is None:
                raise
            await queue_ad_hoc_diagnosis(session, services.team_id, target, invocation.response_url, now)
        else:
            incident = await incident_for_change(session, services.team_id, incident_id)
            await request_diagnosis(session, incident, now, requested_by=invocation.user, target=target)
            await changed(session, incident, now)
    return Reply("Diagnosing…")


COMMAND = Command(
    "diagnose",
    "diagnose [HOST[:PORT]]",
    "Connects to every address of the host and says what is wrong with its certificate.",
    handle,
)
