"""``/certinc suggest [what is seen]``."""

from bot.incidents.add_clue import add_clue
from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.snapshot import load_snapshot
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.messages.suggestion import suggestion_in_brief
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Judge again, with the new words as evidence; the person who asks is told what came of it."""
    incident = await incident_here(services, invocation)
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, invocation.delivery, now):
            await add_clue(
                session,
                await incident_for_change(session, services.team_id, incident.id),
                invocation.arguments,
                now,
                by=invocation.user,
                knowledge=services.knowledge,
            )
        judged = await load_snapshot(session, services.team_id, incident.id)
    return Reply(suggestion_in_brief(judged, services.taxonomy))


COMMAND = Command(
    "suggest",
    "suggest [what is seen]",
    "Suggests the category and similar incidents again, with new words as evidence.",
    handle,
)
