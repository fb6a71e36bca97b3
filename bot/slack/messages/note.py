"""Key ``note/ID``: a note that somebody added to the timeline, shown where everybody is. Frozen."""

from bot.incidents.snapshot import TimelineEntry
from bot.slack.blocks import context
from bot.slack.message import Message
from bot.slack.mrkdwn import escape, shortened, user

NOTE_TEXT = 2_800


def note(entry: TimelineEntry) -> Message:
    """Who noted what."""
    author = user(entry.actor) if entry.actor else "certinc"
    words = escape(shortened(entry.text, NOTE_TEXT))
    return Message(f"Note: {shortened(words, 300)}", (context(f"📝 {author} noted: {words}"),))
