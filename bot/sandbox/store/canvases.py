"""Canvases: documents in Markdown, by themselves or as the canvas of a channel."""

import sqlite3
from dataclasses import astuple, dataclass

from bot.sandbox.store.database import Transaction
from bot.sandbox.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Canvas:
    """One canvas."""

    id: str
    """A file id: to Slack, a canvas is a file."""

    channel: str | None
    """The channel that shows it in a tab."""

    is_of_channel: bool
    """Whether it is that channel's own canvas, of which there is one."""

    title: str
    markdown: str
    user: str
    created: int
    updated: int


def _of(row: sqlite3.Row) -> Canvas:
    values = dict(row)
    values["is_of_channel"] = bool(values["is_of_channel"])
    return Canvas(**values)


def create(
    tx: Transaction, *, channel: str | None, title: str, markdown: str, user: str, is_of_channel: bool = False
) -> Canvas:
    """A new canvas."""
    canvas = Canvas(new_id("F"), channel, is_of_channel, title, markdown, user, tx.now_s, tx.now_s)
    tx.db.execute("INSERT INTO canvases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(canvas))
    _touch(tx, canvas)
    return canvas


def get(tx: Transaction, canvas_id: str) -> Canvas | None:
    """The canvas with this id."""
    row = tx.db.execute("SELECT * FROM canvases WHERE id = ?", (canvas_id,)).fetchone()
    return None if row is None else _of(row)


def of_channel(tx: Transaction, channel: str) -> Canvas | None:
    """The channel's own canvas."""
    row = tx.db.execute("SELECT * FROM canvases WHERE channel = ? AND is_of_channel", (channel,)).fetchone()
    return None if row is None else _of(row)


def in_tabs(tx: Transaction, channel: str) -> list[Canvas]:
    """The canvases that a channel shows in its tabs, its own one first."""
    rows = tx.db.execute(
        "SELECT * FROM canvases WHERE channel = ? ORDER BY is_of_channel DESC, created, id", (channel,)
    )
    return [_of(row) for row in rows]


def save(tx: Transaction, canvas: Canvas) -> None:
    """Store the changed title and text of a canvas."""
    tx.db.execute(
        "UPDATE canvases SET title = ?, markdown = ?, updated = ? WHERE id = ?",
        (canvas.title, canvas.markdown, tx.now_s, canvas.id),
    )
    _touch(tx, canvas)


def _touch(tx: Transaction, canvas: Canvas) -> None:
    if canvas.channel:
        tx.changes.channels.add(canvas.channel)
