"""``/certinc status``."""

from bot.incidents.vocabulary import Role
from bot.slack.listeners.commands.in_channel import incident_here
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.messages.wording import severity, subject
from bot.slack.mrkdwn import ago, escape, shortened, user
from bot.slack.services import Services


async def handle(services: Services, invocation: Invocation) -> Reply:
    """This incident in a few lines, for one person."""
    incident = await incident_here(services, invocation)
    category = services.taxonomy.name_of(incident.category) if incident.category else None
    commander = incident.roles.get(Role.COMMANDER)
    lines = [
        f"*{severity(incident.severity)} {subject(incident)}*, {incident.state}",
        f"Category: {escape(category) if category else 'not confirmed'}",
        f"Commander: {user(commander) if commander else 'nobody yet'}",
    ]
    if incident.updates:
        last = incident.updates[-1]
        seen = escape(shortened(last.what_users_see, 300))
        lines.append(f"Last update: {last.state.label}, {ago(last.at)}: {seen}")
    if incident.next_update_due_at:
        lines.append(f"Next update by {ago(incident.next_update_due_at)}")
    return Reply("\n".join(lines))


COMMAND = Command("status", "status", "Says how this incident stands, to you alone.", handle)
