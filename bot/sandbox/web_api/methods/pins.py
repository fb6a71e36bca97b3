"""``pins.*``."""

from bot.sandbox.activity.events import emit_in_channel
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object, permalink
from bot.sandbox.store import marks, messages
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.marks import Pin
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors

MAX_PINS = 100


def _target(call: Call, outside: str) -> tuple[Channel, Message]:
    channel = call.joined_channel(outside=outside)
    message = messages.get(call.tx, channel.id, call.args.required_text("timestamp"))
    if message is None or message.subtype == "tombstone":
        raise Refused("message_not_found")
    return channel, message


def _add(call: Call) -> JsonObject:
    channel, message = _target(call, "not_in_channel")
    if message.subtype:
        raise Refused("not_pinnable")
    pinned = marks.pins(call.tx, channel.id)
    if any(pin.ts == message.ts for pin in pinned):
        raise Refused("already_pinned")
    if len(pinned) >= MAX_PINS:
        raise Refused("too_many_pins")
    marks.pin(call.tx, channel.id, message.ts, call.user)
    pin = Pin(channel.id, message.ts, call.user, call.tx.now_s)
    emit_in_channel(call.tx, "pin_added", channel, _event(call, "pin_added", pin, message))
    return {}


def _remove(call: Call) -> JsonObject:
    channel, message = _target(call, "restricted_action")
    pin = next((each for each in marks.pins(call.tx, channel.id) if each.ts == message.ts), None)
    if pin is None:
        raise Refused("no_pin")
    marks.unpin(call.tx, channel.id, message.ts)
    event = _event(call, "pin_removed", pin, message)
    emit_in_channel(call.tx, "pin_removed", channel, event | {"has_pins": event["pin_count"] > 0})
    return {}


def _event(call: Call, kind: str, pin: Pin, message: Message) -> JsonObject:
    """``pin_added`` or ``pin_removed``, with how many pins there are now."""
    return {
        "type": kind,
        "user": call.user,
        "channel_id": pin.channel,
        "item": _item(call, pin, message),
        "item_user": message.user,
        "pin_count": len(marks.pins(call.tx, pin.channel)),
        "pinned_info": {"channel": pin.channel, "pinned_by": pin.user, "pinned_ts": pin.created},
        "event_ts": call.tx.next_ts(),
    }


def _list(call: Call) -> JsonObject:
    channel = call.joined_channel(outside="restricted_action")
    found = [(pin, messages.get(call.tx, channel.id, pin.ts)) for pin in marks.pins(call.tx, channel.id)]
    return {"items": [_item(call, pin, message) for pin, message in found if message]}


def _item(call: Call, pin: Pin, message: Message) -> JsonObject:
    shown = message_object(call.tx, message) | {
        "pinned_to": [pin.channel],
        "permalink": permalink(call.base_url, message),
    }
    return {
        "type": "message",
        "created": pin.created,
        "created_by": pin.user,
        "channel": pin.channel,
        "message": shown,
    }


_CHANNEL = Argument("channel", required=True, missing="channel_not_found")
_TIMESTAMP = Argument(
    "timestamp", Kind.TIMESTAMP, required=True, missing="no_item_specified", invalid="bad_timestamp"
)
_ERRORS = "bad_timestamp channel_not_found message_not_found no_item_specified"

METHODS = (
    Method(
        "pins.add",
        _add,
        Tier.T2,
        (_CHANNEL, _TIMESTAMP),
        scopes=("pins:write",),
        errors=errors(f"{_ERRORS} already_pinned not_in_channel not_pinnable too_many_pins"),
    ),
    Method(
        "pins.remove",
        _remove,
        Tier.T2,
        (_CHANNEL, _TIMESTAMP),
        scopes=("pins:write",),
        errors=errors(f"{_ERRORS} no_pin restricted_action"),
    ),
    Method(
        "pins.list",
        _list,
        Tier.T2,
        (_CHANNEL,),
        scopes=("pins:read",),
        errors=errors("channel_not_found restricted_action"),
        accepts_json=False,
    ),
)
