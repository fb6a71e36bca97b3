"""What people see of channels, and what they write in them."""

from bot.sandbox.activity import posting, reactions
from bot.sandbox.control.references import person, visible_channel, visible_message, writable_channel
from bot.sandbox.control.requests import MessageBody, ReactionBody, ReadBody
from bot.sandbox.control.typed_text import as_sent
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.bookmarks import bookmark_object
from bot.sandbox.objects.channels import channel_object, channel_properties
from bot.sandbox.objects.messages import full_message_object
from bot.sandbox.store import Transaction, bookmarks, channels, marks, messages
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.ids import new_id
from bot.sandbox.store.messages import Message
from bot.sandbox.store.timestamps import BEGINNING
from bot.sandbox.store.users import User
from bot.sandbox.web_api.methods.reactions import EMOJI_NAME
from bot.sandbox.workspace import Workspace


def list_channels(workspace: Workspace, reference: str | None) -> JsonObject:
    """The channels that a person may see, with what is unread; without a person, all of them."""
    with workspace.store.transaction() as tx:
        user = person(tx, reference) if reference else None
        return {
            "channels": [
                _shown_channel(tx, each, user) for each in channels.every(tx) if _sees(tx, user, each)
            ]
        }


def _sees(tx: Transaction, user: User | None, channel: Channel) -> bool:
    if user is None:
        return True
    if channel.is_private and not channels.is_member(tx, channel.id, user.id):
        return False
    return channel.kind != "im" or messages.latest_ts(tx, channel.id) is not None


def _shown_channel(tx: Transaction, channel: Channel, user: User | None) -> JsonObject:
    last_read = channels.last_read(tx, channel.id, user.id) if user else None
    unread = messages.unread(tx, channel.id, user.id, last_read) if user and last_read else []
    mentions = ("<!channel>", "<!here>", "<!everyone>", f"<@{user.id}>") if user else ()
    return channel_object(tx, channel, viewer=user.id if user else None) | {
        "properties": channel_properties(tx, channel),
        "is_member": last_read is not None,
        "num_members": len(channels.members(tx, channel.id)),
        "members": channels.members(tx, channel.id),
        "last_read": last_read or BEGINNING,
        "unread": len(unread),
        "mention": any(mention in text for text in unread for mention in mentions),
        "last_ts": messages.latest_ts(tx, channel.id),
        "pins": [pin.ts for pin in marks.pins(tx, channel.id)],
        "bookmarks": [bookmark_object(tx, each) for each in bookmarks.of_channel(tx, channel.id)],
    }


def list_messages(workspace: Workspace, channel_reference: str, reference: str | None) -> JsonObject:
    """What a channel shows to a person, oldest first: replies, their own ephemerals, metadata, their inputs."""
    with workspace.store.transaction() as tx:
        user = person(tx, reference) if reference else None
        channel = visible_channel(tx, user, channel_reference)
        pinned = {pin.ts for pin in marks.pins(tx, channel.id)}
        found = messages.visible_to(tx, channel.id, user.id if user else None)
        return {"messages": [_shown_message(tx, each, user, pinned) for each in found]}


def _shown_message(tx: Transaction, message: Message, user: User | None, pinned: set[str]) -> JsonObject:
    shown = full_message_object(tx, message, with_metadata=True)
    shown["pinned"] = message.ts in pinned
    shown["is_ephemeral"] = message.viewer is not None
    if user:
        state = marks.inputs(tx, message.channel, message.ts, user.id)
        if state:
            shown["state"] = {"values": state}
    return shown


def post_message(workspace: Workspace, body: MessageBody) -> JsonObject:
    """A person writes a message or a reply.

    Raises:
        ControlRefused: They cannot write there.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        channel = writable_channel(tx, user, body.channel)
        parent = visible_message(tx, user, channel, body.thread_ts) if body.thread_ts else None
        if parent and parent.subtype:
            raise ControlRefused("cannot_reply_to_message", "Nobody can reply to that line.")
        message = Message(
            channel=channel.id,
            ts="",
            user=user.id,
            text=as_sent(tx, user, body.text),
            thread_ts=(parent.thread_ts or parent.ts) if parent else None,
            details={"client_msg_id": new_id("m", 24).lower()},
        )
        posted = posting.post(tx, channel, message)
        return {"ts": posted.ts, "message": full_message_object(tx, posted)}


def react(workspace: Workspace, body: ReactionBody) -> JsonObject:
    """A person adds or removes an emoji.

    Raises:
        ControlRefused: They cannot, or have done it already.
    """
    name = body.name.strip(":")
    if not EMOJI_NAME.fullmatch(name):
        raise ControlRefused("invalid_name", f"{body.name!r} is not an emoji's name.")
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        channel = writable_channel(tx, user, body.channel)
        message = visible_message(tx, user, channel, body.ts)
        change = reactions.remove if body.remove else reactions.add
        if not change(tx, channel, message, name, user.id):
            code = "no_reaction" if body.remove else "already_reacted"
            raise ControlRefused(code, "Nothing to remove." if body.remove else "Given already.")
    return {}


def mark_read(workspace: Workspace, body: ReadBody) -> JsonObject:
    """A person has read a channel to its end."""
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        channel = visible_channel(tx, user, body.channel)
        latest = messages.latest_ts(tx, channel.id)
        if latest and channels.is_member(tx, channel.id, user.id):
            channels.mark_read(tx, channel.id, user.id, latest)
    return {}
