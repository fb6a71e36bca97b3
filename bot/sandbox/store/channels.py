"""Channels, direct messages, and who is in them."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.store.database import Transaction, to_json
from bot.sandbox.store.ids import new_id

Kind = Literal["public", "private", "im"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One conversation."""

    id: str
    kind: Kind
    name: str | None
    """None for a direct message."""

    creator: str
    created: int
    updated: int
    topic: str
    topic_by: str
    topic_set: int
    purpose: str
    purpose_by: str
    purpose_set: int
    is_archived: bool
    is_general: bool
    previous_names: tuple[str, ...]

    @property
    def is_private(self) -> bool:
        """Whether outsiders cannot see it."""
        return self.kind != "public"


def _of(row: sqlite3.Row) -> Channel:
    values = dict(row)
    values["is_archived"] = bool(values["is_archived"])
    values["is_general"] = bool(values["is_general"])
    values["previous_names"] = tuple(json.loads(values["previous_names"]))
    return Channel(**values)


def by_id(tx: Transaction, channel_id: str) -> Channel | None:
    """The conversation with this id."""
    row = tx.db.execute("SELECT * FROM channels WHERE id = ?", (channel_id,)).fetchone()
    return None if row is None else _of(row)


def by_name(tx: Transaction, name: str) -> Channel | None:
    """The channel with this name, archived or not."""
    row = tx.db.execute("SELECT * FROM channels WHERE name = ?", (name,)).fetchone()
    return None if row is None else _of(row)


def by_id_or_name(tx: Transaction, reference: str) -> Channel | None:
    """The conversation with this id, or the channel with this name (with or without ``#``)."""
    return by_id(tx, reference) or by_name(tx, reference.removeprefix("#"))


def every(tx: Transaction) -> list[Channel]:
    """All conversations, oldest first."""
    return [_of(row) for row in tx.db.execute("SELECT * FROM channels ORDER BY rowid")]


def create(tx: Transaction, *, kind: Kind, name: str | None, creator: str, members: Iterable[str]) -> Channel:
    """A new conversation with these members. ``name`` must be free."""
    channel_id = new_id("D" if kind == "im" else "C")
    tx.db.execute(
        "INSERT INTO channels (id, kind, name, creator, created, updated) VALUES (?, ?, ?, ?, ?, ?)",
        (channel_id, kind, name, creator, tx.now_s, tx.now_s),
    )
    for user in members:
        add_member(tx, channel_id, user)
    return _existing(tx, channel_id)


def direct_message(tx: Transaction, user: str) -> Channel:
    """The direct message between the bot and ``user``, made when it is first needed."""
    row = tx.db.execute(
        "SELECT channels.* FROM channels JOIN members ON members.channel = channels.id"
        " WHERE channels.kind = 'im' AND members.user = ?",
        (user,),
    ).fetchone()
    if row is not None:
        return _of(row)
    bot = tx.identity.bot_user_id
    return create(tx, kind="im", name=None, creator=bot, members=(user, bot))


def set_topic(tx: Transaction, channel_id: str, topic: str, by: str) -> Channel:
    """Change the topic."""
    tx.db.execute(
        "UPDATE channels SET topic = ?, topic_by = ?, topic_set = ?, updated = ? WHERE id = ?",
        (topic, by, tx.now_s, tx.now_s, channel_id),
    )
    return _changed(tx, channel_id)


def set_purpose(tx: Transaction, channel_id: str, purpose: str, by: str) -> Channel:
    """Change the purpose."""
    tx.db.execute(
        "UPDATE channels SET purpose = ?, purpose_by = ?, purpose_set = ?, updated = ? WHERE id = ?",
        (purpose, by, tx.now_s, tx.now_s, channel_id),
    )
    return _changed(tx, channel_id)


def rename(tx: Transaction, channel: Channel, name: str) -> Channel:
    """Give a channel another name, which must be free."""
    previous = [channel.name, *channel.previous_names]
    tx.db.execute(
        "UPDATE channels SET name = ?, previous_names = ?, updated = ? WHERE id = ?",
        (name, to_json(previous), tx.now_s, channel.id),
    )
    return _changed(tx, channel.id)


def archive(tx: Transaction, channel_id: str) -> Channel:
    """Archive: the name stays taken."""
    tx.db.execute("UPDATE channels SET is_archived = 1, updated = ? WHERE id = ?", (tx.now_s, channel_id))
    return _changed(tx, channel_id)


def members(tx: Transaction, channel_id: str) -> list[str]:
    """User ids in the order in which they joined."""
    rows = tx.db.execute("SELECT user FROM members WHERE channel = ? ORDER BY position", (channel_id,))
    return [row["user"] for row in rows]


def is_member(tx: Transaction, channel_id: str, user: str) -> bool:
    """Whether ``user`` is in the conversation."""
    row = tx.db.execute("SELECT 1 FROM members WHERE channel = ? AND user = ?", (channel_id, user)).fetchone()
    return row is not None


def add_member(tx: Transaction, channel_id: str, user: str) -> None:
    """Put ``user`` into the conversation."""
    tx.db.execute(
        "INSERT INTO members (channel, user, position)"
        " SELECT ?1, ?2, coalesce(max(position), -1) + 1 FROM members WHERE channel = ?1",
        (channel_id, user),
    )
    tx.changes.channels.add(channel_id)


def remove_member(tx: Transaction, channel_id: str, user: str) -> None:
    """Take ``user`` out of the conversation."""
    tx.db.execute("DELETE FROM members WHERE channel = ? AND user = ?", (channel_id, user))
    tx.changes.channels.add(channel_id)
    tx.changes.channels_of_user.add((user, channel_id))


def last_read(tx: Transaction, channel_id: str, user: str) -> str | None:
    """The newest message that ``user`` has read, or None for a person outside."""
    row = tx.db.execute(
        "SELECT last_read FROM members WHERE channel = ? AND user = ?", (channel_id, user)
    ).fetchone()
    return None if row is None else str(row["last_read"])


def mark_read(tx: Transaction, channel_id: str, user: str, ts: str) -> None:
    """``user`` has read everything up to ``ts``."""
    done = tx.db.execute(
        "UPDATE members SET last_read = ?1 WHERE channel = ?2 AND user = ?3 AND last_read <> ?1",
        (ts, channel_id, user),
    )
    if done.rowcount:
        tx.changes.channels_of_user.add((user, channel_id))


def _existing(tx: Transaction, channel_id: str) -> Channel:
    return _of(tx.db.execute("SELECT * FROM channels WHERE id = ?", (channel_id,)).fetchone())


def _changed(tx: Transaction, channel_id: str) -> Channel:
    tx.changes.channels.add(channel_id)
    return _existing(tx, channel_id)
