"""Messages, thread replies, and what only one person sees."""

import json
import sqlite3
from dataclasses import dataclass, field, replace

from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.store.database import Transaction, json_object, to_json


@dataclass(frozen=True, slots=True)
class Message:
    """One message as stored. ``viewer`` is set on an ephemeral one: only that person sees it."""

    channel: str
    ts: str
    user: str
    text: str
    by_app: bool = False
    subtype: str | None = None
    blocks: JsonList | None = None
    metadata: JsonObject | None = None
    thread_ts: str | None = None
    """The parent's ts, on a reply; None on a message of the channel."""

    broadcast: bool = False
    """A reply that the channel shows too."""

    edited_by: str | None = None
    edited_ts: str | None = None
    details: JsonObject = field(default_factory=dict)
    """What a subtype adds, such as ``topic`` or ``inviter``; files; the look of an app's message."""

    viewer: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """What a parent says of its replies."""

    count: int
    latest: str
    users: tuple[str, ...]


def _of(row: sqlite3.Row) -> Message:
    values = dict(row)
    values["by_app"] = bool(values["by_app"])
    values["broadcast"] = bool(values["broadcast"])
    values["blocks"] = None if values["blocks"] is None else json.loads(values["blocks"])
    values["metadata"] = json_object(values["metadata"])
    values["details"] = json.loads(values["details"])
    return Message(**values)


def insert(tx: Transaction, message: Message) -> Message:
    """Store a message whose ``ts`` is empty under the next timestamp."""
    stored = replace(message, ts=tx.next_ts())
    tx.db.execute(
        "INSERT INTO messages (channel, ts, user, by_app, subtype, text, blocks, metadata, thread_ts,"
        " broadcast, details, viewer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stored.channel,
            stored.ts,
            stored.user,
            stored.by_app,
            stored.subtype,
            stored.text,
            None if stored.blocks is None else to_json(stored.blocks),
            None if stored.metadata is None else to_json(stored.metadata),
            stored.thread_ts,
            stored.broadcast,
            to_json(stored.details),
            stored.viewer,
        ),
    )
    _touch(tx, stored)
    return stored


def save(tx: Transaction, message: Message) -> None:
    """Store the changed content of a message that exists."""
    tx.db.execute(
        "UPDATE messages SET subtype = ?, text = ?, blocks = ?, metadata = ?, edited_by = ?, edited_ts = ?,"
        " details = ?, broadcast = ? WHERE channel = ? AND ts = ?",
        (
            message.subtype,
            message.text,
            None if message.blocks is None else to_json(message.blocks),
            None if message.metadata is None else to_json(message.metadata),
            message.edited_by,
            message.edited_ts,
            to_json(message.details),
            message.broadcast,
            message.channel,
            message.ts,
        ),
    )
    _touch(tx, message)


def delete(tx: Transaction, message: Message) -> None:
    """Remove a message with its reactions, pin and inputs."""
    for table in ("messages", "reactions", "pins", "inputs"):
        tx.db.execute(
            f"DELETE FROM {table} WHERE channel = ? AND ts = ?",  # noqa: S608 - names from the line above
            (message.channel, message.ts),
        )
    _touch(tx, message)


def get(tx: Transaction, channel: str, ts: str) -> Message | None:
    """The message that everybody in the channel sees under ``ts``."""
    row = tx.db.execute(
        "SELECT * FROM messages WHERE channel = ? AND ts = ? AND viewer IS NULL", (channel, ts)
    ).fetchone()
    return None if row is None else _of(row)


def get_visible(tx: Transaction, channel: str, ts: str, user: str) -> Message | None:
    """The message under ``ts``, if ``user`` sees it: for everybody, or ephemeral for them."""
    row = tx.db.execute(
        "SELECT * FROM messages WHERE channel = ? AND ts = ? AND (viewer IS NULL OR viewer = ?)",
        (channel, ts, user),
    ).fetchone()
    return None if row is None else _of(row)


def history(
    tx: Transaction, channel: str, oldest: str, latest: str, *, inclusive: bool, limit: int
) -> list[Message]:
    """Messages of the channel itself (with broadcast replies), newest first, between two timestamps."""
    low, high = (">=", "<=") if inclusive else (">", "<")
    rows = tx.db.execute(
        f"SELECT * FROM messages WHERE channel = ? AND viewer IS NULL AND ts {low} ? AND ts {high} ?"  # noqa: S608
        " AND (thread_ts IS NULL OR broadcast) ORDER BY ts DESC LIMIT ?",
        (channel, oldest, latest, limit),
    )
    return [_of(row) for row in rows]


def replies(tx: Transaction, channel: str, parent_ts: str) -> list[Message]:
    """The replies under a parent, oldest first."""
    rows = tx.db.execute(
        "SELECT * FROM messages WHERE channel = ? AND thread_ts = ? AND viewer IS NULL ORDER BY ts",
        (channel, parent_ts),
    )
    return [_of(row) for row in rows]


def thread(tx: Transaction, channel: str, parent_ts: str) -> Thread | None:
    """Counts of the replies under a parent; None without any."""
    rows = tx.db.execute(
        "SELECT user, ts FROM messages WHERE channel = ? AND thread_ts = ? AND viewer IS NULL ORDER BY ts",
        (channel, parent_ts),
    ).fetchall()
    if not rows:
        return None
    return Thread(len(rows), rows[-1]["ts"], tuple(dict.fromkeys(row["user"] for row in rows)))


def visible_to(tx: Transaction, channel: str, user: str | None) -> list[Message]:
    """Everything in the channel that ``user`` sees, replies and their own ephemerals too, oldest first."""
    rows = tx.db.execute(
        "SELECT * FROM messages WHERE channel = ? AND (viewer IS NULL OR viewer = ?) ORDER BY ts",
        (channel, user),
    )
    return [_of(row) for row in rows]


def with_file(tx: Transaction, channel: str, file_id: str) -> list[Message]:
    """The messages of a channel that show a file, oldest first."""
    rows = tx.db.execute(
        "SELECT messages.* FROM messages, json_each(messages.details, '$.files') AS file"
        " WHERE messages.channel = ? AND json_extract(file.value, '$.id') = ? ORDER BY messages.ts",
        (channel, file_id),
    )
    return [_of(row) for row in rows]


def latest_ts(tx: Transaction, channel: str) -> str | None:
    """The newest message of the channel itself."""
    row = tx.db.execute(
        "SELECT max(ts) FROM messages WHERE channel = ? AND viewer IS NULL"
        " AND (thread_ts IS NULL OR broadcast)",
        (channel,),
    ).fetchone()
    return None if row[0] is None else str(row[0])


def unread(tx: Transaction, channel: str, user: str, since: str) -> list[str]:
    """Texts by others, newer than ``since``. Lines that Slack writes itself do not count."""
    rows = tx.db.execute(
        "SELECT text FROM messages WHERE channel = ? AND ts > ? AND user <> ? AND viewer IS NULL"
        " AND (thread_ts IS NULL OR broadcast) AND (subtype IS NULL OR subtype NOT LIKE 'channel_%')",
        (channel, since, user),
    )
    return [row["text"] for row in rows]


def _touch(tx: Transaction, message: Message) -> None:
    if message.viewer is None:
        tx.changes.channels.add(message.channel)
    else:
        tx.changes.channels_of_user.add((message.viewer, message.channel))
