"""``chat.*`` about a message that is there already."""

from dataclasses import replace

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object, permalink
from bot.sandbox.store import messages
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import (
    CONTENT_ARGUMENTS,
    CONTENT_ERRORS,
    NO_TEXT_SHOWN,
    checked_content,
)
from bot.sandbox.web_api.methods.outgoing_message import CHANNEL

MAX_UPDATE_TEXT = 4000
"""Characters (Slack, ``chat.update``: ``msg_too_long``)."""


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


_TS = Argument("ts", Kind.TIMESTAMP, required=True, missing="message_not_found", invalid="message_not_found")

METHODS = (
    Method(
        "chat.update",
        _update,
        Tier.T3,
        (
            CHANNEL,
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
        (CHANNEL, _TS, Argument("as_user", Kind.BOOLEAN)),
        scopes=("chat:write",),
        errors=errors("channel_not_found message_not_found cant_delete_message"),
    ),
    Method(
        "chat.getPermalink",
        _get_permalink,
        Tier.SPECIAL,
        (
            CHANNEL,
            Argument(
                "message_ts",
                Kind.TIMESTAMP,
                required=True,
                missing="message_not_found",
                invalid="message_not_found",
            ),
        ),
        errors=errors("channel_not_found message_not_found"),
        accepts_json=False,
    ),
)
