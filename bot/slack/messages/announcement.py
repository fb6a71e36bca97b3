"""Key ``announcement``: the one line that the broadcast channel gets of an incident. Frozen."""

from bot.incidents.snapshot import Snapshot
from bot.slack.blocks import section
from bot.slack.message import Message
from bot.slack.messages.wording import severity, subject
from bot.slack.mrkdwn import channel, escape, shortened, user

REPORT_TEXT = 300


def announcement(incident: Snapshot) -> Message:
    """What broke, where it is worked on, who opened it."""
    place = channel(incident.channel_id) if incident.channel_id else incident.channel_name
    words = [f"{severity(incident.severity)} certificate incident: *{subject(incident)}* → {place}"]
    if incident.report:
        words.append(escape(shortened(incident.report, REPORT_TEXT)))
    words.append(f"Opened by {user(incident.opened_by)}.")
    text = f"{severity(incident.severity)} certificate incident: {subject(incident)}, opened in {place}"
    return Message(text, (section(" · ".join(words)),))


def closing(incident: Snapshot) -> Message:
    """Key ``closing``: the all-clear in the announcement's thread. Frozen."""
    text = f"Closed: {subject(incident)}."
    return Message(
        text, (section(f"✅ *Closed:* {subject(incident)}. The review is in the incident's channel."),)
    )
