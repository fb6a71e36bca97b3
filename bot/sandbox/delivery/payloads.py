"""What the app is told when somebody acts (Slack, "Interaction payloads" and "Slash commands")."""

from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.objects.messages import full_message_object
from bot.sandbox.objects.views import view_object
from bot.sandbox.store import Transaction, permits
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.store.users import User
from bot.sandbox.store.views import View


def slash_command(
    tx: Transaction, *, user: User, channel: Channel, command: str, text: str, base_url: str
) -> JsonObject:
    """A slash command: its fields are flat, as in the form that Slack posts."""
    response_path = permits.issue_response_url(tx, kind="commands", user=user.id, channel=channel.id)
    return {
        "token": tx.identity.verification_token,
        "team_id": tx.identity.team_id,
        "team_domain": tx.identity.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": tx.identity.app_id,
        "is_enterprise_install": False,
        "response_url": f"{base_url}/{response_path}",
        "trigger_id": permits.issue_trigger(tx, user.id),
    }


def message_actions(
    tx: Transaction,
    *,
    user: User,
    channel: Channel,
    message: Message,
    actions: JsonList,
    state: JsonObject,
    base_url: str,
) -> JsonObject:
    """A click on an element of a message."""
    is_ephemeral = message.viewer is not None
    response_path = permits.issue_response_url(
        tx,
        kind="actions",
        user=user.id,
        channel=channel.id,
        ts=message.ts,
        thread_ts=message.thread_ts,
    )
    container: JsonObject = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _interaction(tx, "block_actions", user) | {
        "container": container,
        "trigger_id": permits.issue_trigger(tx, user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": f"{base_url}/{response_path}",
        "actions": actions,
    }
    if not is_ephemeral:
        # Slack sends no content of ephemeral messages, which it does not keep.
        payload["message"] = full_message_object(tx, message)
    return payload


def view_actions(tx: Transaction, *, user: User, view: View, actions: JsonList) -> JsonObject:
    """A click on an element of a modal or Home tab."""
    return _interaction(tx, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": permits.issue_trigger(tx, user.id, view.id),
        "view": view_object(tx, view),
        "actions": actions,
    }


def view_suggestion(
    tx: Transaction, *, user: User, view: View, block_id: str, action_id: str, value: str
) -> JsonObject:
    """Somebody typed into a menu of a modal or Home tab whose options the app brings."""
    return _interaction(tx, "block_suggestion", user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(tx, view),
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }


def message_suggestion(
    tx: Transaction,
    *,
    user: User,
    channel: Channel,
    message: Message,
    block_id: str,
    action_id: str,
    value: str,
) -> JsonObject:
    """Somebody typed into a menu of a message whose options the app brings."""
    return _interaction(tx, "block_suggestion", user) | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.viewer is not None,
        },
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": full_message_object(tx, message),
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }


def view_submission(tx: Transaction, *, user: User, view: View, base_url: str) -> JsonObject:
    """A modal was submitted."""
    return _interaction(tx, "view_submission", user) | {
        "trigger_id": permits.issue_trigger(tx, user.id, view.id),
        "view": view_object(tx, view),
        "response_urls": _response_urls(tx, user, view, base_url),
    }


def _response_urls(tx: Transaction, user: User, view: View, base_url: str) -> JsonList:
    """One for each conversation chosen in an input with ``response_url_enabled``."""
    urls: JsonList = []
    for block in view.body["blocks"]:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        value = view.state.get(block["block_id"], {}).get(element["action_id"], {})
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if channel:
            path = permits.issue_response_url(tx, kind="app", user=user.id, channel=channel)
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": f"{base_url}/{path}",
                }
            )
    return urls


def view_closed(tx: Transaction, *, user: User, view: View, is_cleared: bool) -> JsonObject:
    """A modal with ``notify_on_close`` was closed."""
    return _interaction(tx, "view_closed", user) | {
        "view": view_object(tx, view),
        "is_cleared": is_cleared,
    }


def global_shortcut(tx: Transaction, *, user: User, callback_id: str, action_ts: str) -> JsonObject:
    """A global shortcut was chosen."""
    return _interaction(tx, "shortcut", user) | {
        "callback_id": callback_id,
        "trigger_id": permits.issue_trigger(tx, user.id),
        "action_ts": action_ts,
    }


def message_shortcut(
    tx: Transaction,
    *,
    user: User,
    channel: Channel,
    message: Message,
    callback_id: str,
    action_ts: str,
    base_url: str,
) -> JsonObject:
    """A shortcut was chosen on a message."""
    response_path = permits.issue_response_url(
        tx, kind="app", user=user.id, channel=channel.id, ts=message.ts, thread_ts=message.thread_ts
    )
    payload = _interaction(tx, "message_action", user)
    # This oldest of the interactions names neither the app nor the user's ``username``.
    del payload["api_app_id"], payload["user"]["username"]
    return payload | {
        "callback_id": callback_id,
        "trigger_id": permits.issue_trigger(tx, user.id),
        "action_ts": action_ts,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": full_message_object(tx, message),
        "response_url": f"{base_url}/{response_path}",
    }


def channel_name(channel: Channel) -> str:
    """The name that payloads give a conversation; private ones are not told."""
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name or ""


def _interaction(tx: Transaction, kind: str, user: User) -> JsonObject:
    return {
        "type": kind,
        "team": {"id": tx.identity.team_id, "domain": tx.identity.team_domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": tx.identity.team_id,
        },
        "api_app_id": tx.identity.app_id,
        "token": tx.identity.verification_token,
        "is_enterprise_install": False,
    }
