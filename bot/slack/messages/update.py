"""Keys ``update/N`` and ``update/N/broadcast``: a status update, in the channel and in the broadcast thread. Frozen."""

from bot.incidents.snapshot import Snapshot, UpdateSnapshot
from bot.slack.blocks import Block, context, section
from bot.slack.message import Message
from bot.slack.messages.wording import severity, subject
from bot.slack.mrkdwn import ago, escape, link, shortened, user

LONG_TEXT = 2_000
SHORT_TEXT = 300


def update(incident: Snapshot, posted: UpdateSnapshot) -> Message:
    """What users see, what is being done, and when the next word comes."""
    lines = [
        f"*{posted.state.label}* · {posted.impact.label}",
        escape(shortened(posted.what_users_see, LONG_TEXT)),
    ]
    if posted.next_step:
        lines.append(f"*Next step:* {escape(shortened(posted.next_step, SHORT_TEXT))}")
    if posted.eta:
        lines.append(f"*Expected:* {escape(shortened(posted.eta, SHORT_TEXT))}")
    following = (
        f"Next update by {ago(posted.next_update_by)}"
        if posted.next_update_by
        else "No further update is promised"
    )
    small = [f"Update {posted.number} by {user(posted.by)}", following]
    if incident.card_link:
        small.append(link(incident.card_link, "Card"))
    blocks: tuple[Block, ...] = (section("📣 " + "\n".join(lines)), context(" · ".join(small)))
    seen = escape(shortened(posted.what_users_see, SHORT_TEXT))
    text = f"{severity(incident.severity)} {subject(incident)}: {posted.state.label}. {seen}"
    return Message(text, blocks)
