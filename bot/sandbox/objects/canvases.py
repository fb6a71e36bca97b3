"""A canvas as apps get it: to Slack, it is a file."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.canvases import Canvas


def canvas_object(tx: Transaction, canvas: Canvas, *, base_url: str) -> JsonObject:
    """A canvas in the form of a file object, without its text (Slack, "File object")."""
    address = f"{base_url}/docs/{tx.identity.team_id}/{canvas.id}"
    return {
        "id": canvas.id,
        "created": canvas.created,
        "timestamp": canvas.created,
        "updated": canvas.updated,
        "name": canvas.title or "Untitled",
        "title": canvas.title or "Untitled",
        "mimetype": "application/vnd.slack-docs",
        "filetype": "quip",
        "pretty_type": "Canvas",
        "user": canvas.user,
        "user_team": tx.identity.team_id,
        "editable": True,
        "size": len(canvas.markdown.encode()),
        "mode": "quip",
        "is_external": False,
        "external_type": "",
        "is_public": canvas.channel is not None,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": [canvas.channel] if canvas.channel else [],
        "groups": [],
        "ims": [],
        "has_more_shares": False,
        "file_access": "visible",
    }
