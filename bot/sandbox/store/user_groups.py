"""User groups: several people under one handle."""

import json
import sqlite3
from dataclasses import dataclass

from bot.sandbox.store.database import Transaction


@dataclass(frozen=True, slots=True)
class UserGroup:
    """One user group."""

    id: str
    handle: str
    name: str
    description: str
    members: tuple[str, ...]
    """User ids."""

    creator: str
    created: int


def _of(row: sqlite3.Row) -> UserGroup:
    values = dict(row)
    values["members"] = tuple(json.loads(values["members"]))
    return UserGroup(**values)


def every(tx: Transaction) -> list[UserGroup]:
    """All of them, by handle."""
    return [_of(row) for row in tx.db.execute("SELECT * FROM user_groups ORDER BY handle")]


def by_id(tx: Transaction, group_id: str) -> UserGroup | None:
    """The group with this id."""
    row = tx.db.execute("SELECT * FROM user_groups WHERE id = ?", (group_id,)).fetchone()
    return None if row is None else _of(row)
