"""Commands that are about the incident of the channel they are typed in."""

from bot.incidents.finding import incident_id_of_channel
from bot.incidents.snapshot import Snapshot, load_snapshot
from bot.slack.listeners.commands.invocation import Invocation
from bot.slack.services import Services


async def incident_here(services: Services, invocation: Invocation) -> Snapshot:
    """The incident of this channel.

    Raises:
        IncidentNotFoundError: The channel is no incident's.
    """
    async with services.database.reading() as session:
        incident_id = await incident_id_of_channel(session, services.team_id, invocation.channel)
        return await load_snapshot(session, services.team_id, incident_id)
