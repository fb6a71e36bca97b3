"""``chat.*``."""

from dataclasses import replace

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object, permalink
from bot.sandbox.store import channels, messages, users
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import (
    CONTENT_ARGUMENTS,
    CONTENT_ERRORS,
    NO_TEXT_SHOWN,
    Content,
    checked_content,
)

MAX_UPDATE_TEXT = 4000
"""Characters (Slack, ``chat.update``: ``msg_too_long``)."""


def _destination(call: Call) -> Channel:
    """Where to post: a channel by id or name, or a person, whose direct message is opened."""
    reference = call.args.required_text("channel")
    channel = channels.by_id_or_name(call.tx, reference)
    if channel is None:
        person = users.by_id(call.tx, reference)
        if person is None or person.is_bot:
            raise Refused("channel_not_found")
        channel = channels.direct_message(call.tx, person.id)
    is_member = call.is_member(channel)
    if channel.is_private and not is_member:
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if not is_member and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    return channel


def _parent(call: Call, channel: Channel) -> Message | None:
    """The message to reply to; a reply to a reply goes under its parent.

    Raises:
        Refused: ``cannot_reply_to_message``: it is not there, or is a line of Slack's own.
    """
    asked = call.args.text("thread_ts")
    if not asked:
        return None
    found = messages.get(call.tx, channel.id, asked)
    if found and found.thread_ts:
        found = messages.get(call.tx, channel.id, found.thread_ts)
    if found is None or found.subtype:
        raise Refused("cannot_reply_to_message")
    return found


def _look(call: Call, content: Content) -> JsonObject:
    """What the app may choose of its messages' look, and attachments."""
    look: JsonObject = {"attachments": content.attachments} if content.attachments else {}
    if "chat:write.customize" in call.scopes and call.args.text("username"):
        look |= {"username": call.args.text("username"), "subtype": "bot_message"}
    return look


def _post_message(call: Call) -> JsonObject:
    channel = _destination(call)
    content = checked_content(call.args)
    parent = _parent(call, channel)
    message = Message(
        channel=channel.id,
        ts="",
        user=call.user,
        text=content.text,
        by_app=True,
        blocks=content.blocks,
        metadata=content.metadata or None,
        thread_ts=parent.ts if parent else None,
        broadcast=bool(parent) and call.args.flag("reply_broadcast"),
        details=_look(call, content),
    )
    posted = posting.post(call.tx, channel, message)
    shown = message_object(call.tx, posted, with_metadata=True)
    return {"channel": channel.id, "ts": posted.ts, "message": shown}


def _post_ephemeral(call: Call) -> JsonObject:
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    if not call.is_member(channel) and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    viewer = call.args.required_text("user")
    if not channels.is_member(call.tx, channel.id, viewer):
        raise Refused("user_not_in_channel")
    content = checked_content(call.args)
    parent = _parent(call, channel)
    message = Message(
        channel=channel.id,
        ts="",
        user=call.user,
        text=content.text,
        by_app=True,
        blocks=content.blocks,
        thread_ts=parent.ts if parent else None,
        details=_look(call, content),
    )
    return {"message_ts": posting.post_ephemeral(call.tx, message, viewer).ts}


def _own_message(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = messages.get(call.tx, channel.id, call.args.required_text("ts"))
    if message is None or message.subtype == "tombstone":
        raise Refused("message_not_found")
    if not message.by_app:
        raise Refused(refusal)
    return channel, message


def _update(call: Call) -> JsonObject:
    channel, before = _own_message(call, "cant_update_message")
    if channel.is_archived:
        raise Refused("cant_update_message")
    if len(call.args.text("text") or "") > MAX_UPDATE_TEXT:
        raise Refused("msg_too_long")
    content = checked_content(call.args)
    details = {key: value for key, value in before.details.items() if key != "attachments"}
    after = replace(
        before,
        text=before.text if content.text == NO_TEXT_SHOWN and before.text else content.text,
        # Slack: text without blocks drops the old blocks.
        blocks=content.blocks,
        # Left out, metadata stays; an empty object removes it.
        metadata=before.metadata if content.metadata is None else content.metadata or None,
        edited_by=call.user,
        edited_ts=f"{call.tx.now_s}.000000",
        broadcast=before.broadcast or (bool(before.thread_ts) and call.args.flag("reply_broadcast")),
        details=details | ({"attachments": content.attachments} if content.attachments else {}),
    )
    posting.edit(call.tx, channel, before, after)
    shown = message_object(call.tx, after, with_metadata=True)
    shown.pop("ts")
    return {"channel": channel.id, "ts": after.ts, "text": after.text, "message": shown}


def _delete(call: Call) -> JsonObject:
    channel, message = _own_message(call, "cant_delete_message")
    posting.delete(call.tx, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def _get_permalink(call: Call) -> JsonObject:
    channel = call.channel()
    message = messages.get(call.tx, channel.id, call.args.required_text("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": permalink(call.base_url, message)}


_CHANNEL = Argument("channel", required=True, missing="channel_not_found")
_TS = Argument("ts", Kind.TIMESTAMP, required=True, missing="message_not_found", invalid="message_not_found")
_THREAD_TS = Argument("thread_ts", Kind.TIMESTAMP, invalid="cannot_reply_to_message")
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
            _CHANNEL,
            *CONTENT_ARGUMENTS,
            *_STYLE,
            _THREAD_TS,
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
            _CHANNEL,
            Argument("user", required=True, missing="user_not_in_channel"),
            *CONTENT_ARGUMENTS,
            *_STYLE,
            _THREAD_TS,
        ),
        scopes=("chat:write",),
        errors=errors(
            f"{CONTENT_ERRORS} channel_not_found is_archived not_in_channel user_not_in_channel"
            " cannot_reply_to_message"
        ),
    ),
    Method(
        "chat.update",
        _update,
        Tier.T3,
        (
            _CHANNEL,
            _TS,
            *CONTENT_ARGUMENTS,
            Argument("as_user", Kind.BOOLEAN),
            Argument("file_ids", Kind.IDS),
            Argument("link_names", Kind.BOOLEAN),
            Argument("parse"),
            Argument("reply_broadcast", Kind.BOOLEAN),
            Argument("unfurled_attachments"),
        ),
        scopes=("chat:write",),
        errors=errors(
            f"{CONTENT_ERRORS} channel_not_found message_not_found cant_update_message msg_too_long"
        ),
    ),
    Method(
        "chat.delete",
        _delete,
        Tier.T3,
        (_CHANNEL, _TS, Argument("as_user", Kind.BOOLEAN)),
        scopes=("chat:write",),
        errors=errors("channel_not_found message_not_found cant_delete_message"),
    ),
    Method(
        "chat.getPermalink",
        _get_permalink,
        Tier.SPECIAL,
        (
            _CHANNEL,
            Argument(
                "message_ts",
                Kind.TIMESTAMP,
                required=True,
                missing="message_not_found",
                invalid="message_not_found",
            ),
        ),
        errors=errors("channel_not_found message_not_found"),
    ),
)
