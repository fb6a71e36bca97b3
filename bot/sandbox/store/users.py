"""People and the bot user."""

import sqlite3
from dataclasses import dataclass

from bot.sandbox.store.database import Transaction


@dataclass(frozen=True, slots=True)
class User:
    """One member of the workspace."""

    id: str
    name: str
    real_name: str
    title: str
    email: str
    tz: str
    """IANA name."""

    color: str
    is_bot: bool
    updated: int
    is_restricted: bool = False
    """A guest."""

    is_ultra_restricted: bool = False
    """A guest in a single channel."""


_FLAGS = ("is_bot", "is_restricted", "is_ultra_restricted")


def _of(row: sqlite3.Row) -> User:
    values = dict(row)
    return User(**(values | {flag: bool(values[flag]) for flag in _FLAGS}))


def by_id(tx: Transaction, user_id: str) -> User | None:
    """The user with this id."""
    row = tx.db.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone()
    return None if row is None else _of(row)


def by_id_or_name(tx: Transaction, reference: str) -> User | None:
    """The user with this id or this name (without ``@``)."""
    row = tx.db.execute(
        "SELECT * FROM users WHERE id = ?1 OR name = ?1", (reference.removeprefix("@"),)
    ).fetchone()
    return None if row is None else _of(row)


def by_email(tx: Transaction, email: str) -> User | None:
    """The person with this address, whatever its case."""
    row = tx.db.execute(
        "SELECT * FROM users WHERE email <> '' AND lower(email) = lower(?)", (email,)
    ).fetchone()
    return None if row is None else _of(row)


def every(tx: Transaction) -> list[User]:
    """Everybody, oldest first."""
    return [_of(row) for row in tx.db.execute("SELECT * FROM users ORDER BY rowid")]


def change_guest(tx: Transaction, user: User, *, is_restricted: bool, is_ultra_restricted: bool) -> None:
    """Make the person a guest, or a member again."""
    tx.db.execute(
        "UPDATE users SET is_restricted = ?, is_ultra_restricted = ?, updated = ? WHERE id = ?",
        (is_restricted, is_ultra_restricted, tx.now_s, user.id),
    )
