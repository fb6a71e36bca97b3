"""``views.*``."""

from bot.sandbox.activity import modals
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.views import view_object
from bot.sandbox.store import permits, users, views
from bot.sandbox.store.permits import Trigger
from bot.sandbox.store.views import View
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors


def _trigger(call: Call) -> Trigger:
    """The trigger of the call, used up by it.

    Raises:
        Refused: ``invalid_trigger_id``, ``expired_trigger_id`` or ``exchanged_trigger_id``.
    """
    trigger_id = call.args.text("trigger_id") or call.args.text("interactivity_pointer")
    if not trigger_id:
        raise Refused("invalid_arguments", messages=("[ERROR] missing required field: trigger_id",))
    found = permits.trigger(call.tx, trigger_id)
    match found.state:
        case "unknown":
            raise Refused("invalid_trigger_id")
        case "expired":
            raise Refused("expired_trigger_id")
        case "exchanged":
            raise Refused("exchanged_trigger_id")
        case "valid":
            permits.exchange(call.tx, trigger_id)
            return found


def _shown(call: Call, view: View) -> JsonObject:
    return {"view": view_object(call.tx, view)}


def _body(call: Call) -> JsonObject:
    return call.args.object("view") or {}


def _open(call: Call) -> JsonObject:
    body = modals.checked(_body(call), "modal")
    user = _trigger(call).user
    return _shown(call, modals.open_root(call.tx, user, body))


def _push(call: Call) -> JsonObject:
    body = modals.checked(_body(call), "modal")
    trigger = _trigger(call)
    stack = views.stack(call.tx, trigger.user)
    if not stack or trigger.view_id not in {view.id for view in stack}:
        # Slack, views.push: only a trigger from within a modal can push onto it.
        raise Refused("not_found")
    return _shown(call, modals.push(call.tx, trigger.user, body))


def _update(call: Call) -> JsonObject:
    view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
    view = None
    if view_id:
        view = views.get(call.tx, view_id)
    elif external_id:
        view = views.by_external_id(call.tx, external_id)
    else:
        raise Refused("invalid_arguments", messages=("[ERROR] missing required field: view_id",))
    if view is None or not view.is_open:
        raise Refused("not_found")
    body = modals.checked(_body(call), view.kind)
    asked = call.args.text("hash")
    if asked and asked != view.hash:
        raise Refused("hash_conflict")
    return _shown(call, modals.replace(call.tx, view, body))


def _publish(call: Call) -> JsonObject:
    if not call.has_home_tab:
        raise Refused("not_enabled")
    user = users.by_id(call.tx, call.args.required_text("user_id"))
    if user is None or user.is_bot:
        raise Refused("invalid_arguments", messages=("[ERROR] invalid user_id [json-pointer:/user_id]",))
    body = modals.checked(_body(call), "home")
    current = views.home(call.tx, user.id)
    asked = call.args.text("hash")
    if current and asked and asked != current.hash:
        raise Refused("hash_conflict")
    if current:
        return _shown(call, modals.replace(call.tx, current, body))
    modals.require_free_external_id(call.tx, body)
    return _shown(call, views.insert(call.tx, user.id, "home", body, {}, previous=None))


_VIEW = Argument("view", Kind.OBJECT, required=True)
_TRIGGER = (Argument("trigger_id"), Argument("interactivity_pointer"))
_TRIGGER_ERRORS = "expired_trigger_id exchanged_trigger_id invalid_trigger_id"
_VIEW_ERRORS = "duplicate_external_id view_too_large"

METHODS = (
    Method(
        "views.open",
        _open,
        Tier.T4,
        (_VIEW, *_TRIGGER),
        errors=errors(f"{_TRIGGER_ERRORS} {_VIEW_ERRORS}"),
    ),
    Method(
        "views.push",
        _push,
        Tier.T4,
        (_VIEW, *_TRIGGER),
        errors=errors(f"{_TRIGGER_ERRORS} {_VIEW_ERRORS} not_found push_limit_reached"),
    ),
    Method(
        "views.update",
        _update,
        Tier.T4,
        (_VIEW, Argument("view_id"), Argument("external_id"), Argument("hash")),
        errors=errors(f"{_VIEW_ERRORS} hash_conflict not_found"),
    ),
    Method(
        "views.publish",
        _publish,
        Tier.T4,
        (_VIEW, Argument("user_id", required=True), Argument("hash"), Argument("interactivity_pointer")),
        errors=errors(f"{_VIEW_ERRORS} hash_conflict not_enabled"),
    ),
)
