"""The view object (Slack, "Views")."""

from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction
from bot.sandbox.store.views import View


def view_object(tx: Transaction, view: View) -> JsonObject:
    """A view as apps get it back: completed, with state and hash."""
    body = view.body
    shown: JsonObject = {
        "id": view.id,
        "team_id": tx.identity.team_id,
        "type": view.kind,
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": view.state},
        "hash": view.hash,
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "root_view_id": view.root_id,
        "app_id": tx.identity.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": tx.identity.team_id,
        "bot_id": tx.identity.bot_id,
    }
    for part in ("title", "submit", "close"):
        if body.get(part):
            shown[part] = body[part]
    if view.previous_id:
        shown["previous_view_id"] = view.previous_id
    if body.get("submit_disabled"):
        shown["submit_disabled"] = True
    return shown
