"""People come and go in channels."""

from typing import TYPE_CHECKING

from bot.sandbox.activity.events import CHANNEL_LETTER, emit_about_member
from bot.sandbox.activity.posting import post_system_line
from bot.sandbox.store import Transaction, channels
from bot.sandbox.store.channels import Channel

if TYPE_CHECKING:
    from bot.sandbox.json_types import JsonObject


def join(tx: Transaction, channel: Channel, user: str, *, inviter: str | None = None) -> None:
    """Put ``user`` into the channel, with Slack's line and event."""
    channels.add_member(tx, channel.id, user)
    details = {"inviter": inviter} if inviter else {}
    post_system_line(tx, channel, "channel_join", user, f"<@{user}> has joined the channel", **details)
    event: JsonObject = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": CHANNEL_LETTER[channel.kind],
        "team": tx.identity.team_id,
        "event_ts": tx.next_ts(),
    }
    if channels.is_member(tx, channel.id, tx.identity.bot_user_id):
        emit_about_member(tx, "member_joined_channel", channel, event | details)


def leave(tx: Transaction, channel: Channel, user: str) -> None:
    """Take ``user`` out of the channel, with Slack's line and event."""
    was_told = channels.is_member(tx, channel.id, tx.identity.bot_user_id)
    channels.remove_member(tx, channel.id, user)
    post_system_line(tx, channel, "channel_leave", user, f"<@{user}> has left the channel")
    if was_told:
        event = {
            "type": "member_left_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": CHANNEL_LETTER[channel.kind],
            "team": tx.identity.team_id,
            "event_ts": tx.next_ts(),
        }
        emit_about_member(tx, "member_left_channel", channel, event)
