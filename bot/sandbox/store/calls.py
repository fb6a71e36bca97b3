"""Every Web API call, in the order of arrival."""

import json
import sqlite3
from collections.abc import Sequence

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store.database import Transaction, to_json


def record_arrival(tx: Transaction, method: str, args: JsonObject) -> int:
    """Note a call before anything is done about it. Returns its number."""
    cursor = tx.db.execute(
        "INSERT INTO calls (time, real_s, method, args) VALUES (?, ?, ?, ?)",
        (tx.now.isoformat(), tx.real_s, method, to_json(args)),
    )
    number = cursor.lastrowid
    if number is None:
        message = "SQLite gave no row number"
        raise RuntimeError(message)
    return number


def record_answer(
    tx: Transaction,
    number: int,
    *,
    status: int,
    error: str | None,
    unknown: Sequence[str] = (),
    fault: str | None = None,
    duration_ms: float,
) -> None:
    """Note what was answered: HTTP status, Slack's error code, arguments that the method does not have."""
    tx.db.execute(
        "UPDATE calls SET status = ?, error = ?, unknown_args = ?, fault = ?, duration_ms = ? WHERE seq = ?",
        (status, error, to_json(list(unknown)), fault, round(duration_ms, 3), number),
    )


def every(tx: Transaction) -> list[JsonObject]:
    """All calls as the control API shows them."""
    return [_shown(row) for row in tx.db.execute("SELECT * FROM calls ORDER BY seq")]


def _shown(row: sqlite3.Row) -> JsonObject:
    return {
        "seq": row["seq"],
        "method": row["method"],
        "args": json.loads(row["args"]),
        "status": row["status"],
        "ok": row["status"] is not None and row["error"] is None,
        "error": row["error"],
        "unknown_args": json.loads(row["unknown_args"]),
        "fault": row["fault"],
        "time": row["time"],
        "real_s": row["real_s"],
        "duration_ms": row["duration_ms"],
    }
