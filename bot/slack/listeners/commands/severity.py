"""``/certinc severity [t1..t4]``."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import IncidentError
from bot.incidents.lane import incident_for_change
from bot.incidents.set_severity import set_severity
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.modals.severity_form import severity_form
from bot.slack.services import Services
from bot.taxonomy import TierId


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Set the severity that was named; without one, show the choice with its reasons."""
    incident = await incident_here(services, invocation)
    word = invocation.arguments.split()[0].lower() if invocation.arguments else ""
    if not word:
        return Reply(form=severity_form(incident, services.policy))
    if word not in set(TierId):
        raise IncidentError("The severity is one of t1, t2, t3 and t4.", remedy="`/certinc severity t2`")
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, invocation.delivery, now):
            await set_severity(
                session,
                await incident_for_change(session, services.team_id, incident.id),
                TierId(word),
                now,
                by=invocation.user,
                policy=services.policy,
            )
    return Reply(f"The severity is {word.upper()}.")


COMMAND = Command(
    "severity", "severity [t1|t2|t3|t4]", "Changes the severity, which re-times the updates.", handle
)
