"""The conversation object (Slack, "Conversation object")."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, canvases, channels
from bot.sandbox.store.channels import Channel


def channel_object(tx: Transaction, channel: Channel, *, viewer: str | None) -> JsonObject:
    """A conversation as ``viewer`` gets it: with their membership, unless ``viewer`` is None."""
    if channel.kind == "im":
        return _direct_message(tx, channel, viewer=viewer)
    last_read = viewer and channels.last_read(tx, channel.id, viewer)
    shown: JsonObject = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [tx.identity.team_id],
        "context_team_id": tx.identity.team_id,
        "updated": channel.updated * 1000,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": channel.topic_by, "last_set": channel.topic_set},
        "purpose": {"value": channel.purpose, "creator": channel.purpose_by, "last_set": channel.purpose_set},
        "previous_names": list(channel.previous_names),
    }
    if viewer is not None:
        shown["is_member"] = bool(last_read)
        if last_read:
            shown["last_read"] = last_read
    return shown


def _direct_message(tx: Transaction, channel: Channel, *, viewer: str | None) -> JsonObject:
    viewer = viewer or tx.identity.bot_user_id
    others = [user for user in channels.members(tx, channel.id) if user != viewer]
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": tx.identity.team_id,
        "updated": channel.updated * 1000,
        "user": others[0] if others else viewer,
        "is_user_deleted": False,
        "priority": 0,
    }


def channel_properties(tx: Transaction, channel: Channel) -> JsonObject:
    """What a channel shows in tabs; of its canvas, the file id, by which it can be edited."""
    shown = canvases.in_tabs(tx, channel.id)
    properties: JsonObject = {
        "tabs": [{"type": "canvas", "label": canvas.title, "id": canvas.id} for canvas in shown]
    }
    own = [canvas for canvas in shown if canvas.is_of_channel]
    if own:
        properties["canvas"] = {"file_id": own[0].id, "is_empty": not own[0].markdown}
    return properties
