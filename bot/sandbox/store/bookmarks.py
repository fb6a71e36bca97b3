"""Links at the top of a channel."""

from dataclasses import dataclass

from bot.sandbox.store.database import Transaction
from bot.sandbox.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One bookmark. ``type`` is ``link``."""

    position: int
    id: str
    channel: str
    title: str
    link: str
    emoji: str
    type: str
    user: str
    created: int
    updated: int


def of_channel(tx: Transaction, channel: str) -> list[Bookmark]:
    """The channel's bookmarks, oldest first."""
    rows = tx.db.execute("SELECT * FROM bookmarks WHERE channel = ? ORDER BY position", (channel,))
    return [Bookmark(**dict(row)) for row in rows]


def get(tx: Transaction, channel: str, bookmark_id: str) -> Bookmark | None:
    """One bookmark of the channel."""
    return next((each for each in of_channel(tx, channel) if each.id == bookmark_id), None)


def add(tx: Transaction, *, channel: str, title: str, link: str, emoji: str, user: str) -> Bookmark:
    """Add a link to the channel's bookmarks."""
    bookmark_id = new_id("Bk")
    tx.db.execute(
        "INSERT INTO bookmarks (id, channel, title, link, emoji, type, user, created, updated)"
        " VALUES (?, ?, ?, ?, ?, 'link', ?, ?, ?)",
        (bookmark_id, channel, title, link, emoji, user, tx.now_s, tx.now_s),
    )
    tx.changes.channels.add(channel)
    return _existing(tx, bookmark_id)


def edit(tx: Transaction, bookmark: Bookmark, *, title: str, link: str, emoji: str) -> Bookmark:
    """Change a bookmark's title, link and emoji."""
    tx.db.execute(
        "UPDATE bookmarks SET title = ?, link = ?, emoji = ?, updated = ? WHERE id = ?",
        (title, link, emoji, tx.now_s, bookmark.id),
    )
    tx.changes.channels.add(bookmark.channel)
    return _existing(tx, bookmark.id)


def remove(tx: Transaction, bookmark: Bookmark) -> None:
    """Remove a bookmark."""
    tx.db.execute("DELETE FROM bookmarks WHERE id = ?", (bookmark.id,))
    tx.changes.channels.add(bookmark.channel)


def _existing(tx: Transaction, bookmark_id: str) -> Bookmark:
    return Bookmark(**dict(tx.db.execute("SELECT * FROM bookmarks WHERE id = ?", (bookmark_id,)).fetchone()))
