"""``chat.*`` that post a message at once."""

from dataclasses import replace

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object
from bot.sandbox.store import channels
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import CONTENT_ARGUMENTS, CONTENT_ERRORS, MAX_TEXT
from bot.sandbox.web_api.methods.outgoing_message import CHANNEL, THREAD_TS, composed, destination, truncation


def _post_message(call: Call) -> JsonObject:
    channel = destination(call)
    posted = posting.post(call.tx, channel, composed(call, channel))
    shown = message_object(call.tx, posted, with_metadata=True)
    return {"channel": channel.id, "ts": posted.ts, "message": shown} | truncation(call)


def _post_ephemeral(call: Call) -> JsonObject:
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    if not call.is_member(channel) and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    viewer = call.args.required_text("user")
    if not channels.is_member(call.tx, channel.id, viewer):
        raise Refused("user_not_in_channel")
    message = replace(composed(call, channel), metadata=None)
    return {"message_ts": posting.post_ephemeral(call.tx, message, viewer).ts}


def _me_message(call: Call) -> JsonObject:
    channel = destination(call)
    text = call.args.required_text("text")
    if len(text) > MAX_TEXT:
        raise Refused("msg_too_long")
    message = Message(channel=channel.id, ts="", user=call.user, text=text, by_app=True, subtype="me_message")
    return {"channel": channel.id, "ts": posting.post(call.tx, channel, message).ts}


_STYLE = (
    Argument("as_user", Kind.BOOLEAN),
    Argument("icon_emoji"),
    Argument("icon_url"),
    Argument("link_names", Kind.BOOLEAN),
    Argument("parse"),
    Argument("username"),
)

METHODS = (
    Method(
        "chat.postMessage",
        _post_message,
        Tier.SPECIAL,
        (
            CHANNEL,
            *CONTENT_ARGUMENTS,
            *_STYLE,
            THREAD_TS,
            Argument("reply_broadcast", Kind.BOOLEAN),
            Argument("mrkdwn", Kind.BOOLEAN),
            Argument("unfurl_links", Kind.BOOLEAN),
            Argument("unfurl_media", Kind.BOOLEAN),
            Argument("current_draft_last_updated_ts"),
        ),
        scopes=("chat:write",),
        errors=errors(
            f"{CONTENT_ERRORS} channel_not_found is_archived not_in_channel cannot_reply_to_message"
        ),
    ),
    Method(
        "chat.postEphemeral",
        _post_ephemeral,
        Tier.T4,
        (
            CHANNEL,
            Argument("user", required=True, missing="user_not_in_channel"),
            *CONTENT_ARGUMENTS,
            *_STYLE,
            THREAD_TS,
        ),
        scopes=("chat:write",),
        errors=errors(
            f"{CONTENT_ERRORS} channel_not_found is_archived not_in_channel user_not_in_channel"
            " cannot_reply_to_message"
        ),
    ),
    Method(
        "chat.meMessage",
        _me_message,
        Tier.T3,
        (CHANNEL, Argument("text", required=True, missing="no_text")),
        scopes=("chat:write",),
        errors=errors("channel_not_found is_archived msg_too_long no_text not_in_channel"),
    ),
)
