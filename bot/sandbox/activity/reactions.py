"""Emoji on messages."""

from bot.sandbox.activity.events import emit_in_channel
from bot.sandbox.store import Transaction, marks
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message


def add(tx: Transaction, channel: Channel, message: Message, name: str, user: str) -> bool:
    """Add a reaction. False where it was there already."""
    added = marks.react(tx, message.channel, message.ts, name, user)
    if added:
        _emit(tx, "reaction_added", channel, message, name, user)
    return added


def remove(tx: Transaction, channel: Channel, message: Message, name: str, user: str) -> bool:
    """Take a reaction away. False where there was none."""
    removed = marks.unreact(tx, message.channel, message.ts, name, user)
    if removed:
        _emit(tx, "reaction_removed", channel, message, name, user)
    return removed


def _emit(tx: Transaction, kind: str, channel: Channel, message: Message, name: str, user: str) -> None:
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": tx.next_ts(),
    }
    emit_in_channel(tx, kind, channel, event)
