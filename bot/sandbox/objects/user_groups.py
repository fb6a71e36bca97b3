"""The user group object (Slack, "Usergroup object")."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.user_groups import UserGroup


def user_group_object(tx: Transaction, group: UserGroup) -> JsonObject:
    """A user group without its members."""
    return {
        "id": group.id,
        "team_id": tx.identity.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.created,
        "date_delete": 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.creator,
        "updated_by": group.creator,
        "prefs": {"channels": [], "groups": []},
    }
