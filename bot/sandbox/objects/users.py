"""The user object (Slack, "User object")."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.users import User


def user_object(tx: Transaction, user: User, *, with_email: bool) -> JsonObject:
    """A user. The address is there only with ``users:read.email``; bots have none."""
    label, offset_s = _zone(user.tz, tx.now)
    first, _, last = user.real_name.partition(" ")
    profile: JsonObject = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": user.color,
        "team": tx.identity.team_id,
    }
    if user.is_bot:
        profile |= {"api_app_id": tx.identity.app_id, "bot_id": tx.identity.bot_id, "always_active": True}
    elif with_email:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": tx.identity.team_id,
        "name": user.name,
        "deleted": False,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": label,
        "tz_offset": offset_s,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def _zone(name: str, now: datetime) -> tuple[str, int]:
    """Label and seconds east of UTC. A machine without a time zone database knows UTC only."""
    try:
        local = now.astimezone(ZoneInfo(name))
    except ZoneInfoNotFoundError:
        return "Coordinated Universal Time", 0
    offset = local.utcoffset()
    return local.tzname() or name, int(offset.total_seconds()) if offset else 0
