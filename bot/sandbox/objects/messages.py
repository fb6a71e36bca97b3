"""The message object (Slack, "Message events" and ``conversations.history``)."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, marks, messages
from bot.sandbox.store.messages import Message


def bot_profile(tx: Transaction) -> JsonObject:
    """What Slack tells of the app with each of its messages."""
    who = tx.identity
    return {
        "id": who.bot_id,
        "deleted": False,
        "name": who.bot_name,
        "updated": 0,
        "app_id": who.app_id,
        "team_id": who.team_id,
    }


def message_object(tx: Transaction, message: Message, *, with_metadata: bool = False) -> JsonObject:
    """A message without what others have added to it."""
    shown: JsonObject = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
    }
    if message.subtype:
        shown["subtype"] = message.subtype
    else:
        shown["team"] = tx.identity.team_id
    if message.by_app:
        shown |= {
            "bot_id": tx.identity.bot_id,
            "app_id": tx.identity.app_id,
            "bot_profile": bot_profile(tx),
        }
    if message.blocks is not None:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        parent = messages.get(tx, message.channel, message.thread_ts)
        shown["thread_ts"] = message.thread_ts
        if parent:
            shown["parent_user_id"] = parent.user
    if message.broadcast:
        shown["subtype"] = "thread_broadcast"
    if message.edited_ts:
        shown["edited"] = {"user": message.edited_by, "ts": message.edited_ts}
    if with_metadata and message.metadata is not None:
        shown["metadata"] = message.metadata
    return shown | message.details


def full_message_object(tx: Transaction, message: Message, *, with_metadata: bool = False) -> JsonObject:
    """A message with its replies' counts and its reactions."""
    shown = message_object(tx, message, with_metadata=with_metadata)
    replies = messages.thread(tx, message.channel, message.ts) if message.thread_ts is None else None
    if replies:
        shown |= {
            "thread_ts": message.ts,
            "reply_count": replies.count,
            "reply_users_count": len(replies.users),
            "latest_reply": replies.latest,
            "reply_users": list(replies.users),
            "is_locked": False,
            "subscribed": message.user == tx.identity.bot_user_id,
        }
    given = reactions_list(tx, message.channel, message.ts)
    if given:
        shown["reactions"] = given
    return shown


def reactions_list(tx: Transaction, channel: str, ts: str) -> list[JsonObject]:
    """Each emoji with who gave it."""
    return [
        {"name": name, "users": users, "count": len(users)}
        for name, users in marks.reactions(tx, channel, ts).items()
    ]


def permalink(base_url: str, message: Message) -> str:
    """The message's own address in this workspace's page."""
    link = f"{base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else link
