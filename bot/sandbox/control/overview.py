"""The workspace itself: people, app, clock, Home tabs, calls, faults."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.activity.events import emit
from bot.sandbox.control.references import person
from bot.sandbox.control.requests import AppBody, ClockBody, DisconnectBody, HomeBody
from bot.sandbox.delivery.request_url import RequestUrlError
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.users import user_object
from bot.sandbox.objects.views import view_object
from bot.sandbox.store import calls, channels, users, views
from bot.sandbox.web_api.faults import Fault
from bot.sandbox.workspace import Workspace

if TYPE_CHECKING:
    from bot.sandbox.delivery.connection import DisconnectReason


def list_users(workspace: Workspace) -> JsonObject:
    """Everybody, the bot too."""
    with workspace.store.transaction() as tx:
        return {"users": [user_object(tx, user, with_email=True) for user in users.every(tx)]}


def describe(workspace: Workspace) -> JsonObject:
    """The team and the app."""
    who, manifest = workspace.store.identity, workspace.manifest
    return {
        "team": {"id": who.team_id, "name": who.team_name, "domain": who.team_domain},
        "app": {
            "id": who.app_id,
            "name": manifest.name,
            "bot_id": who.bot_id,
            "bot_user_id": who.bot_user_id,
            "connected": workspace.app.is_connected,
            "request_url": workspace.app.request_url,
            "home_tab": manifest.has_home_tab,
            "commands": [
                command.model_dump(include={"command", "description", "usage_hint"})
                for command in manifest.commands
            ],
            "shortcuts": [shortcut.model_dump() for shortcut in manifest.shortcuts],
        },
    }


async def reach_app(workspace: Workspace, body: AppBody) -> JsonObject:
    """Switch between HTTP mode and Socket Mode, as an app's settings page does, until the workspace stops.

    Raises:
        ControlRefused: The request URL is not of this computer, or does not repeat the challenge.
    """
    if body.request_url is None:
        await workspace.app.use_sockets()
        return {"request_url": None}
    try:
        request_url = workspace.request_url(body.request_url)
        try:
            await request_url.verify()
        except RequestUrlError:
            await request_url.close()
            raise
    except RequestUrlError as error:
        raise ControlRefused("invalid_request_url", str(error)) from error
    await workspace.app.use_http(request_url)
    return {"request_url": request_url.url}


def tokens(workspace: Workspace) -> JsonObject:
    """What an app needs to connect."""
    who = workspace.store.identity
    return {"bot": who.bot_token, "app": who.app_token, "signing_secret": who.signing_secret}


def clock(workspace: Workspace) -> JsonObject:
    """The workspace's present and its distance from real time."""
    now = workspace.clock.now()
    return {
        "now": now.isoformat(),
        "now_s": now.timestamp(),
        "offset_s": workspace.clock.offset.total_seconds(),
    }


def advance_clock(workspace: Workspace, body: ClockBody) -> JsonObject:
    """Move the workspace's present on."""
    workspace.store.advance_clock(timedelta(seconds=body.advance_s))
    workspace.scheduled_posts.post_due()
    return clock(workspace)


def home(workspace: Workspace, reference: str) -> JsonObject:
    """The Home tab that the app has published for a person."""
    with workspace.store.transaction() as tx:
        view = views.home(tx, person(tx, reference).id)
        return {"view": view_object(tx, view) if view else None}


def open_home(workspace: Workspace, body: HomeBody) -> JsonObject:
    """A person opens the app's Home tab, of which the app hears."""
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        event: JsonObject = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channels.direct_message(tx, user.id).id,
            "tab": "home" if workspace.manifest.has_home_tab else "messages",
            "event_ts": tx.next_ts(),
        }
        published = views.home(tx, user.id)
        if published:
            event["view"] = view_object(tx, published)
        emit(tx, "app_home_opened", event)
    return {}


def list_calls(workspace: Workspace) -> JsonObject:
    """Every Web API call so far, in order of arrival."""
    with workspace.store.transaction() as tx:
        return {"calls": calls.every(tx)}


def order_fault(workspace: Workspace, fault: Fault) -> JsonObject:
    """Let the next calls of a method fail, wait, or lose their reply."""
    workspace.faults.add(fault)
    return {}


def clear_faults(workspace: Workspace) -> JsonObject:
    """Forget the faults that have not struck yet."""
    workspace.faults.clear()
    return {}


async def disconnect(workspace: Workspace, body: DisconnectBody) -> JsonObject:
    """Close the app's connections as Slack does now and then."""
    reasons: dict[str, DisconnectReason] = {
        "warning": "warning",
        "refresh_requested": "refresh_requested",
        "link_disabled": "link_disabled",
    }
    reason = reasons[body.reason] if body.reason else None
    return {"disconnected": await workspace.sockets.disconnect(reason)}
