"""Key ``reminder/N``: the nudge before a status update is due. Frozen, taken down when answered."""

from bot.incidents.snapshot import ReminderSnapshot, Snapshot
from bot.incidents.vocabulary import Role
from bot.slack import action_ids
from bot.slack.blocks import actions, button, section
from bot.slack.message import Message
from bot.slack.messages.wording import subject
from bot.slack.mrkdwn import ago, link, plain_time, user
from bot.slack.references import Reference


def reminder(incident: Snapshot, nudge: ReminderSnapshot) -> Message:
    """Names who should post, what is due and when, and leads back to the card."""
    commander = incident.roles.get(Role.COMMANDER)
    whom = f"{user(commander)}, " if commander else "Nobody is in command. "
    due = f"the status update is due {ago(nudge.due_at)}."
    words = whom + (due if commander else due.capitalize())
    if incident.card_link:
        words += f" {link(incident.card_link, 'Up to the card')}"
    value = str(Reference(incident=incident.id, revision=incident.revision, detail=str(nudge.number)))
    return Message(
        f"{subject(incident)}: a status update is due at {plain_time(nudge.due_at)}.",
        (
            section(f"⏰ {words}"),
            actions([button("Post update", action_ids.POST_UPDATE, value, style="primary")]),
        ),
    )
