"""``/certinc list``."""

from bot.incidents.finding import OpenIncidentLine, open_incidents
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.messages.wording import severity
from bot.slack.mrkdwn import ago, channel, escape
from bot.slack.services import Services

MAX_LINES = 20


async def handle(services: Services, invocation: Invocation) -> Reply:
    """The open incidents, gravest first."""
    del invocation
    async with services.database.reading() as session:
        found = await open_incidents(session, services.team_id)
    if not found:
        return Reply("No certificate incident is open.")
    lines = [_line(incident) for incident in found[:MAX_LINES]]
    if len(found) > MAX_LINES:
        lines.append(f"… and {len(found) - MAX_LINES} more")
    return Reply("\n".join(lines))


def _line(incident: OpenIncidentLine) -> str:
    place = channel(incident.channel_id) if incident.channel_id else "channel being made"
    due = f", next update by {ago(incident.next_update_due_at)}" if incident.next_update_due_at else ""
    return f"{severity(incident.severity)} *{escape(incident.subject)}* {place}{due}"


COMMAND = Command("list", "list", "Lists the open incidents.", handle)
