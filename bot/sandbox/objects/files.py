"""The file object (Slack, "File object")."""

from pathlib import PurePath
from urllib.parse import quote

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, channels, messages
from bot.sandbox.store.files import File


def file_object(tx: Transaction, file: File, *, base_url: str) -> JsonObject:
    """A file as apps get it."""
    suffix = PurePath(file.name).suffix.removeprefix(".").lower()
    address = f"{base_url}/files-pri/{tx.identity.team_id}-{file.id}/{quote(file.name)}"
    shares = _shares(tx, file)
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
        "is_public": "public" in shares,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}?download",
        "permalink": address,
        "comments_count": 0,
        "is_starred": False,
        "shares": shares,
        "channels": list(shares.get("public", ())),
        "groups": list(shares.get("private", ())),
        "ims": [],
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.alt_txt:
        shown["alt_txt"] = file.alt_txt
    return shown


def _shares(tx: Transaction, file: File) -> JsonObject:
    """Where the file stands: by kind of channel, then by channel, the messages that show it."""
    shares: JsonObject = {}
    for channel_id in file.channels:
        channel = channels.by_id(tx, channel_id)
        if channel is None:
            continue
        kind = "private" if channel.is_private else "public"
        shares.setdefault(kind, {})[channel_id] = [
            {
                "ts": message.ts,
                "channel_name": channel.name or "",
                "team_id": tx.identity.team_id,
                "share_user_id": file.user,
                "reply_users": [],
                "reply_users_count": 0,
                "reply_count": 0,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            }
            for message in messages.with_file(tx, channel_id, file.id)
        ]
    return shares
