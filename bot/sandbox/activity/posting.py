"""Messages come, change and go."""

from dataclasses import replace

from bot.sandbox.activity.events import emit_message, emit_message_change
from bot.sandbox.blocks.nesting import every_block, interactive_elements
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, channels, marks, messages
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message


def post(tx: Transaction, channel: Channel, message: Message) -> Message:
    """Post a message that everybody in the channel sees; its author has read it."""
    stored = messages.insert(tx, message)
    if channels.is_member(tx, channel.id, message.user):
        channels.mark_read(tx, channel.id, message.user, stored.ts)
    emit_message(tx, channel, stored)
    return stored


def post_ephemeral(tx: Transaction, message: Message, viewer: str) -> Message:
    """Show a message to one person. It raises no event and is in no history."""
    return messages.insert(tx, replace(message, viewer=viewer))


def post_system_line(
    tx: Transaction, channel: Channel, subtype: str, user: str, text: str, **details: str
) -> Message:
    """Slack's own line about what ``user`` did."""
    line = Message(channel=channel.id, ts="", user=user, text=text, subtype=subtype, details=dict(details))
    stored = messages.insert(tx, line)
    emit_message(tx, channel, stored)
    return stored


def edit(tx: Transaction, channel: Channel, before: Message, after: Message) -> None:
    """Replace a message's content. Inputs that it no longer has forget what people chose."""
    messages.save(tx, after)
    kept = stateful_ids(after)
    for user, state in marks.inputs_of_everybody(tx, after.channel, after.ts).items():
        marks.set_inputs(tx, after.channel, after.ts, user, keep_known(state, kept))
    emit_message_change(tx, channel, before, after)


def delete(tx: Transaction, channel: Channel, message: Message) -> None:
    """Remove a message. A parent with replies leaves a tombstone, so that its thread stays reachable."""
    if message.thread_ts is None and messages.thread(tx, message.channel, message.ts):
        tombstone = Message(
            channel=message.channel,
            ts=message.ts,
            user="USLACKBOT",
            text="This message was deleted.",
            subtype="tombstone",
            details={"hidden": True},
        )
        messages.save(tx, tombstone)
        emit_message_change(tx, channel, message, tombstone)
        return
    messages.delete(tx, message)
    emit_message_change(tx, channel, message, None)


def stateful_ids(message: Message) -> set[tuple[str, str]]:
    """(block id, action id) of every element in the message."""
    return {
        (str(block.get("block_id")), str(element.get("action_id")))
        for block in every_block(message.blocks or [])
        for element in interactive_elements(block)
    }


def keep_known(state: JsonObject, known: set[tuple[str, str]]) -> JsonObject:
    """The part of ``state`` whose block and action still exist."""
    kept = {
        block_id: {action_id: value for action_id, value in actions.items() if (block_id, action_id) in known}
        for block_id, actions in state.items()
    }
    return {block_id: actions for block_id, actions in kept.items() if actions}
