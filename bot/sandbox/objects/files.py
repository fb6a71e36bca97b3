"""The file object (Slack, "File object")."""

from pathlib import PurePath

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.files import File


def file_object(tx: Transaction, file: File, *, base_url: str) -> JsonObject:
    """A file as apps get it."""
    suffix = PurePath(file.name).suffix.removeprefix(".").lower()
    address = f"{base_url}/files-pri/{tx.identity.team_id}-{file.id}/{file.ticket}"
    shown: JsonObject = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": suffix or "binary",
        "pretty_type": suffix.upper() or "Binary",
        "user": file.user,
        "user_team": tx.identity.team_id,
        "editable": False,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(file.channels),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}?download=1",
        "permalink": address,
        "comments_count": 0,
        "is_starred": False,
        "shares": {},
        "channels": list(file.channels),
        "groups": [],
        "ims": [],
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.alt_txt:
        shown["alt_txt"] = file.alt_txt
    return shown
