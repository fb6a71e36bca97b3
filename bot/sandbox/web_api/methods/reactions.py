"""``reactions.*`` on messages."""

import re

from bot.sandbox.activity import reactions
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import full_message_object, permalink
from bot.sandbox.store import marks, messages
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors

MAX_DISTINCT = 23
"""Slack, ``reactions.add``: ``too_many_emoji``; the number is from its help pages."""

EMOJI_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _target(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    if not call.is_member(channel):
        raise Refused("channel_not_found")
    message = messages.get(call.tx, channel.id, call.args.required_text("timestamp"))
    if message is None or message.subtype == "tombstone":
        raise Refused("message_not_found")
    return channel, message


def _name(call: Call) -> str:
    name = call.args.required_text("name").strip(":")
    if not EMOJI_NAME.fullmatch(name):
        raise Refused("invalid_name")
    return name


def _add(call: Call) -> JsonObject:
    channel, message = _target(call)
    name = _name(call)
    if channel.is_archived:
        raise Refused("is_archived")
    given = marks.reactions(call.tx, channel.id, message.ts)
    if name not in given and len(given) >= MAX_DISTINCT:
        raise Refused("too_many_emoji")
    if not reactions.add(call.tx, channel, message, name, call.user):
        raise Refused("already_reacted")
    return {}


def _remove(call: Call) -> JsonObject:
    channel, message = _target(call)
    if not reactions.remove(call.tx, channel, message, _name(call), call.user):
        raise Refused("no_reaction")
    return {}


def _get(call: Call) -> JsonObject:
    channel, message = _target(call)
    shown = full_message_object(call.tx, message) | {"permalink": permalink(call.base_url, message)}
    return {"type": "message", "channel": channel.id, "message": shown}


_CHANNEL = Argument("channel", required=True, missing="no_item_specified")
_TIMESTAMP = Argument(
    "timestamp", Kind.TIMESTAMP, required=True, missing="no_item_specified", invalid="bad_timestamp"
)
_NAME = Argument("name", required=True, missing="invalid_name")
_ERRORS = "bad_timestamp channel_not_found message_not_found no_item_specified"

METHODS = (
    Method(
        "reactions.add",
        _add,
        Tier.T3,
        (_CHANNEL, _NAME, _TIMESTAMP),
        scopes=("reactions:write",),
        errors=errors(f"{_ERRORS} already_reacted invalid_name is_archived too_many_emoji"),
    ),
    Method(
        "reactions.remove",
        _remove,
        Tier.T2,
        (_CHANNEL, _NAME, _TIMESTAMP, Argument("file"), Argument("file_comment")),
        scopes=("reactions:write",),
        errors=errors(f"{_ERRORS} invalid_name no_reaction"),
    ),
    Method(
        "reactions.get",
        _get,
        Tier.T3,
        (_CHANNEL, _TIMESTAMP, Argument("full", Kind.BOOLEAN), Argument("file"), Argument("file_comment")),
        scopes=("reactions:read",),
        errors=errors(_ERRORS),
        accepts_json=False,
    ),
)
