"""Files of the external-upload flow."""

import json
import mimetypes
import secrets
import sqlite3
from dataclasses import dataclass

from bot.sandbox.store.database import Transaction, to_json
from bot.sandbox.store.ids import new_id


@dataclass(frozen=True, slots=True)
class File:
    """One file. It exists for others once ``completed``."""

    id: str
    name: str
    title: str
    length: int
    """Bytes, as announced."""

    mimetype: str
    alt_txt: str
    user: str
    created: int
    ticket: str
    """Secret part of the upload URL."""

    content: bytes | None
    completed: bool
    channels: tuple[str, ...]


def _of(row: sqlite3.Row) -> File:
    values = dict(row)
    values["completed"] = bool(values["completed"])
    values["channels"] = tuple(json.loads(values["channels"]))
    return File(**values)


def announce(tx: Transaction, *, name: str, length: int, alt_txt: str, user: str) -> File:
    """Make room for a file that will be uploaded."""
    file_id = new_id("F")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    tx.db.execute(
        "INSERT INTO files (id, name, title, length, mimetype, alt_txt, user, created, ticket)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file_id, name, name, length, mimetype, alt_txt, user, tx.now_s, secrets.token_urlsafe(24)),
    )
    return _of(tx.db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone())


def get(tx: Transaction, file_id: str) -> File | None:
    """The file with this id, complete or not."""
    row = tx.db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    return None if row is None else _of(row)


def completed(tx: Transaction) -> list[File]:
    """Every file that exists for others, newest first."""
    rows = tx.db.execute("SELECT * FROM files WHERE completed ORDER BY created DESC, id DESC")
    return [_of(row) for row in rows]


def by_ticket(tx: Transaction, ticket: str) -> File | None:
    """The file that is uploaded under this secret."""
    row = tx.db.execute("SELECT * FROM files WHERE ticket = ?", (ticket,)).fetchone()
    return None if row is None else _of(row)


def store_content(tx: Transaction, file: File, content: bytes) -> None:
    """Keep what was uploaded."""
    tx.db.execute("UPDATE files SET content = ? WHERE id = ?", (content, file.id))


def complete(tx: Transaction, file: File, *, title: str, channel: str | None) -> File:
    """The upload is over: the file has its title, and its channel if it is shared in one."""
    tx.db.execute(
        "UPDATE files SET completed = 1, title = ?, channels = ? WHERE id = ?",
        (title, to_json([channel] if channel else []), file.id),
    )
    return _of(tx.db.execute("SELECT * FROM files WHERE id = ?", (file.id,)).fetchone())
