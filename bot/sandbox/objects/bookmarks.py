"""The bookmark object (Slack, ``bookmarks.list``)."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.bookmarks import Bookmark


def bookmark_object(tx: Transaction, bookmark: Bookmark) -> JsonObject:
    """A bookmark as apps get it."""
    return {
        "id": bookmark.id,
        "channel_id": bookmark.channel,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": "",
        "type": bookmark.type,
        "date_created": bookmark.created,
        "date_updated": bookmark.updated if bookmark.updated != bookmark.created else 0,
        "rank": f"{bookmark.position:06d}",
        "last_updated_by_user_id": bookmark.user,
        "last_updated_by_team_id": tx.identity.team_id,
        "app_id": tx.identity.app_id,
    }
