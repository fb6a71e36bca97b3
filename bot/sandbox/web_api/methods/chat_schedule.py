"""``chat.scheduleMessage`` and ``chat.deleteScheduledMessage``."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object
from bot.sandbox.store import scheduled
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import CONTENT_ARGUMENTS, CONTENT_ERRORS
from bot.sandbox.web_api.methods.outgoing_message import CHANNEL, THREAD_TS, composed, destination, truncation

MAX_AHEAD_S = 120 * 24 * 60 * 60
"""Slack, ``chat.scheduleMessage``: up to 120 days ahead."""

WINDOW_S = 5 * 60
MAX_IN_WINDOW = 30
"""Slack, ``chat.scheduleMessage``: 30 messages for one channel within five minutes."""

KEPT_BEFORE_S = 60
"""Slack, ``chat.deleteScheduledMessage``: within 60 seconds of being posted it cannot be deleted."""


def _schedule(call: Call) -> JsonObject:
    channel = destination(call)
    post_at = call.args.number("post_at") or 0
    ahead_s = post_at - call.tx.now_s
    if ahead_s <= 0:
        raise Refused("time_in_past")
    if ahead_s > MAX_AHEAD_S:
        raise Refused("time_too_far")
    window = post_at - post_at % WINDOW_S
    if scheduled.count_between(call.tx, channel.id, window, window + WINDOW_S) >= MAX_IN_WINDOW:
        raise Refused("restricted_too_many")
    kept = scheduled.add(call.tx, composed(call, channel), post_at)
    shown = message_object(call.tx, kept.message, with_metadata=True)
    shown.pop("ts")
    return {
        "channel": channel.id,
        "scheduled_message_id": kept.id,
        "post_at": post_at,
        "message": shown | {"type": "delayed_message"},
    } | truncation(call)


def _delete(call: Call) -> JsonObject:
    channel = call.channel()
    kept = scheduled.get(call.tx, call.args.required_text("scheduled_message_id"))
    if kept is None or kept.message.channel != channel.id:
        raise Refused("invalid_scheduled_message_id")
    if kept.post_at - call.tx.now_s < KEPT_BEFORE_S:
        raise Refused("invalid_scheduled_message_id")
    scheduled.remove(call.tx, kept.id)
    return {}


METHODS = (
    Method(
        "chat.scheduleMessage",
        _schedule,
        Tier.T3,
        (
            CHANNEL,
            Argument("post_at", Kind.INTEGER, required=True, missing="invalid_time", invalid="invalid_time"),
            *CONTENT_ARGUMENTS,
            Argument("as_user", Kind.BOOLEAN),
            Argument("link_names", Kind.BOOLEAN),
            Argument("parse", choices=("none", "full")),
            THREAD_TS,
            Argument("reply_broadcast", Kind.BOOLEAN),
            Argument("unfurl_links", Kind.BOOLEAN),
            Argument("unfurl_media", Kind.BOOLEAN),
        ),
        scopes=("chat:write",),
        errors=errors(
            f"{CONTENT_ERRORS} channel_not_found is_archived not_in_channel cannot_reply_to_message"
            " invalid_time time_in_past time_too_far restricted_too_many"
        ),
    ),
    Method(
        "chat.deleteScheduledMessage",
        _delete,
        Tier.T3,
        (
            CHANNEL,
            Argument("scheduled_message_id", required=True, missing="invalid_scheduled_message_id"),
            Argument("as_user", Kind.BOOLEAN),
        ),
        scopes=("chat:write",),
        errors=errors("channel_not_found invalid_scheduled_message_id"),
    ),
)
