"""Modals (a stack of up to three for each person) and Home tabs."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store.database import Transaction, to_json
from bot.sandbox.store.ids import new_hash, new_id

Kind = Literal["modal", "home"]


@dataclass(frozen=True, slots=True)
class View:
    """One view as stored."""

    position: int
    id: str
    user: str
    kind: Kind
    is_open: bool
    root_id: str
    previous_id: str | None
    external_id: str
    hash: str
    body: JsonObject
    """The view as the app sent it, completed: title, blocks, callback_id, private_metadata …"""

    state: JsonObject
    """Block id -> action id -> state value, what the person has entered so far."""


def _of(row: sqlite3.Row) -> View:
    values = dict(row)
    values["is_open"] = bool(values["is_open"])
    values["body"] = json.loads(values["body"])
    values["state"] = json.loads(values["state"])
    return View(**values)


def insert(
    tx: Transaction, user: str, kind: Kind, body: JsonObject, state: JsonObject, *, previous: View | None
) -> View:
    """A new view, on top of ``previous`` or as a root."""
    view_id = new_id("V")
    tx.db.execute(
        "INSERT INTO views (id, user, kind, is_open, root_id, previous_id, external_id, hash, body, state)"
        " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (
            view_id,
            user,
            kind,
            previous.root_id if previous else view_id,
            previous.id if previous else None,
            body.get("external_id") or "",
            new_hash(tx.now_s),
            to_json(body),
            to_json(state),
        ),
    )
    tx.changes.views_of.add(user)
    return _existing(tx, view_id)


def replace_body(tx: Transaction, view: View, body: JsonObject, state: JsonObject) -> View:
    """Give a view other content and a new hash."""
    tx.db.execute(
        "UPDATE views SET body = ?, state = ?, external_id = ?, hash = ? WHERE id = ?",
        (to_json(body), to_json(state), body.get("external_id") or "", new_hash(tx.now_s), view.id),
    )
    tx.changes.views_of.add(view.user)
    return _existing(tx, view.id)


def set_state(tx: Transaction, view: View, state: JsonObject) -> View:
    """Remember what the person has entered; the hash stays."""
    tx.db.execute("UPDATE views SET state = ? WHERE id = ?", (to_json(state), view.id))
    return _existing(tx, view.id)


def close(tx: Transaction, view: View) -> None:
    """Take one modal off the screen."""
    tx.db.execute("UPDATE views SET is_open = 0 WHERE id = ?", (view.id,))
    tx.changes.views_of.add(view.user)


def get(tx: Transaction, view_id: str) -> View | None:
    """The view with this id, open or closed."""
    row = tx.db.execute("SELECT * FROM views WHERE id = ?", (view_id,)).fetchone()
    return None if row is None else _of(row)


def by_external_id(tx: Transaction, external_id: str) -> View | None:
    """The open view with this ``external_id``."""
    row = tx.db.execute("SELECT * FROM views WHERE external_id = ? AND is_open", (external_id,)).fetchone()
    return None if row is None else _of(row)


def stack(tx: Transaction, user: str) -> list[View]:
    """The person's open modals, the one they see last."""
    rows = tx.db.execute(
        "SELECT * FROM views WHERE user = ? AND kind = 'modal' AND is_open ORDER BY position", (user,)
    )
    return [_of(row) for row in rows]


def home(tx: Transaction, user: str) -> View | None:
    """The person's Home tab of the app."""
    row = tx.db.execute("SELECT * FROM views WHERE user = ? AND kind = 'home'", (user,)).fetchone()
    return None if row is None else _of(row)


def _existing(tx: Transaction, view_id: str) -> View:
    return _of(tx.db.execute("SELECT * FROM views WHERE id = ?", (view_id,)).fetchone())
