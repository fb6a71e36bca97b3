"""Events for the app, queued with the change they tell of (Slack, "Events API")."""

import secrets

from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object
from bot.sandbox.store import Transaction, channels, deliveries
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.ids import new_id
from bot.sandbox.store.messages import Message

_MESSAGE_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im"}
CHANNEL_LETTER = {"public": "C", "private": "G", "im": "D"}
"""Slack's letter for the kind of channel in ``member_joined_channel``."""


def emit(tx: Transaction, subscription: str, event: JsonObject) -> None:
    """Queue an event, if the app is subscribed to it."""
    if subscription not in tx.subscriptions:
        return
    event_id = new_id("Ev")
    who = tx.identity
    deliveries.queue(
        tx,
        event_id,
        {
            "token": who.verification_token,
            "team_id": who.team_id,
            "api_app_id": who.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": tx.now_s,
            "authorizations": [
                {
                    "team_id": who.team_id,
                    "user_id": who.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(60)}",
        },
    )


def emit_in_channel(tx: Transaction, subscription: str, channel: Channel, event: JsonObject) -> None:
    """Queue an event about a conversation, if the bot is in it."""
    if channels.is_member(tx, channel.id, tx.identity.bot_user_id):
        emit(tx, subscription, event)


def emit_message(tx: Transaction, channel: Channel, message: Message) -> None:
    """A message was posted: ``message.…``, and ``app_mention`` where it mentions the bot."""
    shown = message_object(tx, message, with_metadata=True) | {
        "channel": channel.id,
        "event_ts": message.ts,
    }
    emit_in_channel(
        tx,
        _MESSAGE_SUBSCRIPTION[channel.kind],
        channel,
        shown | {"channel_type": _CHANNEL_TYPE[channel.kind]},
    )
    if f"<@{tx.identity.bot_user_id}>" in message.text and not message.by_app and message.subtype is None:
        emit_in_channel(tx, "app_mention", channel, shown | {"type": "app_mention"})


def emit_message_change(tx: Transaction, channel: Channel, before: Message, after: Message | None) -> None:
    """A message was edited or, where ``after`` is None, deleted."""
    ts = tx.next_ts()
    event: JsonObject = {
        "type": "message",
        "subtype": "message_changed" if after else "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "ts": ts,
        "event_ts": ts,
        "channel_type": _CHANNEL_TYPE[channel.kind],
        "previous_message": message_object(tx, before),
    }
    if after:
        event["message"] = message_object(tx, after)
    else:
        event["deleted_ts"] = before.ts
    emit_in_channel(tx, _MESSAGE_SUBSCRIPTION[channel.kind], channel, event)
