"""Messages that wait for their time."""

import json
import sqlite3
from dataclasses import asdict, dataclass

from bot.sandbox.store.database import Transaction, to_json
from bot.sandbox.store.ids import new_id
from bot.sandbox.store.messages import Message


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One message and when it is to be posted, in Unix seconds of the workspace's time."""

    id: str
    post_at: int
    message: Message


def _of(row: sqlite3.Row) -> Scheduled:
    return Scheduled(row["id"], row["post_at"], Message(**json.loads(row["message"])))


def add(tx: Transaction, message: Message, post_at: int) -> Scheduled:
    """Keep a message until its time."""
    scheduled = Scheduled(new_id("Q"), post_at, message)
    tx.db.execute(
        "INSERT INTO scheduled_messages VALUES (?, ?, ?, ?)",
        (scheduled.id, message.channel, post_at, to_json(asdict(message))),
    )
    tx.changes.schedule = True
    return scheduled


def get(tx: Transaction, scheduled_id: str) -> Scheduled | None:
    """The waiting message with this id."""
    row = tx.db.execute("SELECT * FROM scheduled_messages WHERE id = ?", (scheduled_id,)).fetchone()
    return None if row is None else _of(row)


def remove(tx: Transaction, scheduled_id: str) -> None:
    """Forget it: it was posted, or is not to be."""
    tx.db.execute("DELETE FROM scheduled_messages WHERE id = ?", (scheduled_id,))


def due(tx: Transaction) -> list[Scheduled]:
    """Those whose time has come, oldest first."""
    rows = tx.db.execute(
        "SELECT * FROM scheduled_messages WHERE post_at <= ? ORDER BY post_at, id", (tx.now_s,)
    )
    return [_of(row) for row in rows]


def next_due(tx: Transaction) -> int | None:
    """When the next one is to be posted, in Unix seconds of the workspace's time."""
    (post_at,) = tx.db.execute("SELECT min(post_at) FROM scheduled_messages").fetchone()
    return None if post_at is None else int(post_at)


def count_between(tx: Transaction, channel: str, start: int, end: int) -> int:
    """How many wait for ``start <= post_at < end`` in a channel."""
    (count,) = tx.db.execute(
        "SELECT count(*) FROM scheduled_messages WHERE channel = ? AND post_at >= ? AND post_at < ?",
        (channel, start, end),
    ).fetchone()
    return int(count)
