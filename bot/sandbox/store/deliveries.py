"""Events that the app has not acknowledged yet."""

import json
from dataclasses import dataclass

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store.database import Transaction, to_json


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """One event on its way to the app."""

    event_id: str
    payload: JsonObject
    attempt: int
    """How often it was tried before."""

    due_real_s: float
    """When to try again, in real Unix seconds."""

    reason: str
    """Why the last try failed, in Slack's words."""


def queue(tx: Transaction, event_id: str, payload: JsonObject) -> None:
    """Deliver this once the transaction is committed."""
    tx.db.execute(
        "INSERT INTO deliveries (event_id, payload, due_real_s) VALUES (?, ?, ?)",
        (event_id, to_json(payload), tx.real_s),
    )
    tx.queued_events.append(event_id)


def get(tx: Transaction, event_id: str) -> PendingEvent | None:
    """The event, unless it is acknowledged or given up."""
    row = tx.db.execute(
        "SELECT event_id, payload, attempt, due_real_s, reason FROM deliveries WHERE event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else PendingEvent(**(dict(row) | {"payload": json.loads(row["payload"])}))


def pending(tx: Transaction) -> list[str]:
    """Ids of all events still to be delivered, oldest first."""
    return [row[0] for row in tx.db.execute("SELECT event_id FROM deliveries ORDER BY position")]


def postpone(tx: Transaction, event_id: str, *, attempt: int, due_real_s: float, reason: str) -> None:
    """Try again later."""
    tx.db.execute(
        "UPDATE deliveries SET attempt = ?, due_real_s = ?, reason = ? WHERE event_id = ?",
        (attempt, due_real_s, reason, event_id),
    )


def finish(tx: Transaction, event_id: str) -> None:
    """Acknowledged, or given up."""
    tx.db.execute("DELETE FROM deliveries WHERE event_id = ?", (event_id,))
