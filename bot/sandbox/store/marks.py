"""What people leave on messages: reactions, pins, and what they have chosen in inputs."""

import json
from dataclasses import dataclass

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store.database import Transaction, to_json


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned message."""

    channel: str
    ts: str
    user: str
    """Who pinned it."""

    created: int


def reactions(tx: Transaction, channel: str, ts: str) -> dict[str, list[str]]:
    """Emoji name -> user ids, both in the order in which they came."""
    found: dict[str, list[str]] = {}
    rows = tx.db.execute(
        "SELECT name, user FROM reactions WHERE channel = ? AND ts = ? ORDER BY position", (channel, ts)
    )
    for row in rows:
        found.setdefault(row["name"], []).append(row["user"])
    return found


def react(tx: Transaction, channel: str, ts: str, name: str, user: str) -> bool:
    """Add a reaction. False where it was there already."""
    done = tx.db.execute(
        "INSERT OR IGNORE INTO reactions (channel, ts, name, user) VALUES (?, ?, ?, ?)",
        (channel, ts, name, user),
    )
    tx.changes.channels.add(channel)
    return bool(done.rowcount)


def unreact(tx: Transaction, channel: str, ts: str, name: str, user: str) -> bool:
    """Take a reaction away. False where there was none."""
    done = tx.db.execute(
        "DELETE FROM reactions WHERE channel = ? AND ts = ? AND name = ? AND user = ?",
        (channel, ts, name, user),
    )
    tx.changes.channels.add(channel)
    return bool(done.rowcount)


def pins(tx: Transaction, channel: str) -> list[Pin]:
    """The channel's pins, newest first, as Slack lists them."""
    rows = tx.db.execute(
        "SELECT channel, ts, user, created FROM pins WHERE channel = ? ORDER BY position DESC", (channel,)
    )
    return [Pin(**dict(row)) for row in rows]


def pin(tx: Transaction, channel: str, ts: str, user: str) -> bool:
    """Pin a message. False where it was pinned already."""
    done = tx.db.execute(
        "INSERT OR IGNORE INTO pins (channel, ts, user, created) VALUES (?, ?, ?, ?)",
        (channel, ts, user, tx.now_s),
    )
    tx.changes.channels.add(channel)
    return bool(done.rowcount)


def unpin(tx: Transaction, channel: str, ts: str) -> bool:
    """Take a pin away. False where there was none."""
    done = tx.db.execute("DELETE FROM pins WHERE channel = ? AND ts = ?", (channel, ts))
    tx.changes.channels.add(channel)
    return bool(done.rowcount)


def inputs(tx: Transaction, channel: str, ts: str, user: str) -> JsonObject:
    """What ``user`` has chosen in a message's inputs: block id -> action id -> state value."""
    row = tx.db.execute(
        "SELECT state FROM inputs WHERE channel = ? AND ts = ? AND user = ?", (channel, ts, user)
    ).fetchone()
    return {} if row is None else dict(json.loads(row["state"]))


def inputs_of_everybody(tx: Transaction, channel: str, ts: str) -> dict[str, JsonObject]:
    """User id -> what they have chosen in a message's inputs."""
    rows = tx.db.execute("SELECT user, state FROM inputs WHERE channel = ? AND ts = ?", (channel, ts))
    return {row["user"]: json.loads(row["state"]) for row in rows}


def set_inputs(tx: Transaction, channel: str, ts: str, user: str, state: JsonObject) -> None:
    """Remember what ``user`` has chosen in a message's inputs."""
    tx.db.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?)", (channel, ts, user, to_json(state)))
    tx.changes.channels_of_user.add((user, channel))
