"""The message that a ``chat.*`` call is to post: where, as a reply to what, with which look."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import channels, messages, users
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call
from bot.sandbox.web_api.methods.message_content import MAX_TEXT, Content, checked_content

CHANNEL = Argument("channel", required=True, missing="channel_not_found")
THREAD_TS = Argument("thread_ts", Kind.TIMESTAMP, invalid="cannot_reply_to_message")


def destination(call: Call) -> Channel:
    """Where to post: a channel by id or name, or a person, whose direct message is opened.

    Raises:
        Refused: ``channel_not_found``, ``is_archived`` or ``not_in_channel``.
    """
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


def parent_of_reply(call: Call, channel: Channel) -> Message | None:
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


def truncation(call: Call) -> JsonObject:
    """The warning that the text was cut off, for the answer; empty where it was not."""
    if len(call.args.text("text") or "") <= MAX_TEXT:
        return {}
    return {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}


def composed(call: Call, channel: Channel) -> Message:
    """The call's message, not stored yet.

    Raises:
        Refused: The content or the parent is not one.
    """
    content = checked_content(call.args)
    parent = parent_of_reply(call, channel)
    return Message(
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
