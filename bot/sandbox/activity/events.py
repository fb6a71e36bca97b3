"""Events for the app, queued with the change they tell of (Slack, "Events API")."""

import secrets

from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.messages import message_object
from bot.sandbox.store import Grants, Transaction, channels, deliveries
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.ids import new_id
from bot.sandbox.store.messages import Message

_MESSAGE_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im"}
CHANNEL_LETTER = {"public": "C", "private": "G", "im": "D"}
"""Slack's letter for the kind of channel in ``member_joined_channel``."""

_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_rename": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_rename": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
}
"""Every event that this workspace sends, with the scopes of which one is needed (Slack, each event's page)."""

_OF_MEMBERS = {"public": ("channels:read",), "private": ("groups:read",), "im": ("im:read",)}
"""Membership events need the scope of their kind of channel."""


def unsent(grants: Grants) -> dict[str, str]:
    """The events that the app is subscribed to and will never get, each with why."""
    reasons = dict.fromkeys(grants.events - set(_SCOPES), "this workspace does not have it")
    for name in grants.events & set(_SCOPES):
        if not grants.hears(name, _SCOPES[name]):
            reasons[name] = f"the app lacks the scope {' or '.join(_SCOPES[name])}"
    return dict(sorted(reasons.items()))


def emit(
    tx: Transaction, subscription: str, event: JsonObject, *, scopes: tuple[str, ...] | None = None
) -> None:
    """Queue an event, if the app is subscribed to it and has a scope for it.

    Args:
        tx: The transaction of what it tells of.
        subscription: Its type, as in a manifest.
        event: The inner event.
        scopes: Those of which one is needed, where the type alone does not say.
    """
    if not tx.grants.hears(subscription, _SCOPES[subscription] if scopes is None else scopes):
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


def emit_about_member(tx: Transaction, subscription: str, channel: Channel, event: JsonObject) -> None:
    """Queue ``member_joined_channel`` or ``member_left_channel``."""
    emit(tx, subscription, event, scopes=_OF_MEMBERS[channel.kind])


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
    if _mentions_the_app(tx, channel, message):
        emit_in_channel(tx, "app_mention", channel, shown | {"type": "app_mention"})


def _mentions_the_app(tx: Transaction, channel: Channel, message: Message) -> bool:
    """Slack, ``app_mention``: not for what the app says itself, and never in a direct message with it."""
    if channel.kind == "im" or message.by_app or message.subtype is not None:
        return False
    return f"<@{tx.identity.bot_user_id}>" in message.text


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
