"""A person submits or closes a modal, and what the app's answer does to the stack."""

from typing import NoReturn

from bot.sandbox.activity import modals
from bot.sandbox.control.commands import deliver_interaction
from bot.sandbox.control.element_values import complaint
from bot.sandbox.control.references import person
from bot.sandbox.control.requests import CloseBody, SubmitBody
from bot.sandbox.control.surface_state import full_state
from bot.sandbox.delivery import payloads
from bot.sandbox.delivery.dispatch import Dispatch
from bot.sandbox.delivery.failure import DeliveryError
from bot.sandbox.errors import ControlRefused, Refused
from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.objects.views import view_object
from bot.sandbox.store import Toast, Transaction, views
from bot.sandbox.store.users import User
from bot.sandbox.store.views import View
from bot.sandbox.workspace import Workspace

_TROUBLE = "We had some trouble connecting. Try again?"


def shown_views(workspace: Workspace, reference: str) -> JsonObject:
    """The person's stack of modals, the one they see last."""
    with workspace.store.transaction() as tx:
        user = person(tx, reference)
        return {"views": [view_object(tx, view) for view in views.stack(tx, user.id)]}


async def submit(workspace: Workspace, view_id: str, body: SubmitBody) -> JsonObject:
    """Submit a modal as a client does: required inputs first, then the app decides.

    Returns:
        ``{}``, or ``ok`` false with ``errors`` (block id -> text) where an input is refused.

    Raises:
        ControlRefused: It is not in front of the person, or the app does not answer properly.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        view = _top_view(tx, user, view_id)
        if "submit" not in view.body:
            raise ControlRefused("no_submit", "This view has nothing to submit.")
        blocks: JsonList = view.body["blocks"]
        view = views.set_state(tx, view, full_state(blocks, view.state, body.values))
        errors = _complaints(blocks, view.state)
        if not errors:
            payload = payloads.view_submission(tx, user=user, view=view, base_url=workspace.base_url)
    if errors:
        return _refused(errors)
    answer = await deliver_interaction(workspace, user, payload, _TROUBLE)
    return _apply(workspace, user, view, answer)


def _complaints(blocks: JsonList, state: JsonObject) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            value = state[block["block_id"]][block["element"]["action_id"]]
            said = complaint(block, value)
            if said:
                found[block["block_id"]] = said
    return found


def _refused(errors: dict[str, str]) -> JsonObject:
    return {"ok": False, "error": "validation_errors", "errors": errors}


def _apply(workspace: Workspace, user: User, view: View, answer: JsonObject) -> JsonObject:
    """Carry out the app's ``response_action`` (Slack, "Modals"); without one the view closes."""
    action = answer.get("response_action")
    if action == "errors":
        return _refused(_errors_of(workspace, user, view, answer))
    try:
        with workspace.store.transaction() as tx:
            match action:
                case None:
                    views.close(tx, view)
                case "clear":
                    for each in views.stack(tx, user.id):
                        views.close(tx, each)
                case "update":
                    modals.replace(tx, view, modals.checked(_view_of(answer), "modal"))
                case "push":
                    modals.push(tx, user.id, modals.checked(_view_of(answer), "modal"))
                case _:
                    raise Refused("invalid_arguments", messages=(f"unknown response_action {action}",))
    except Refused as refusal:
        _fail(workspace, user, f"{refusal.code}: {'; '.join(refusal.messages)}")
    return {}


def _view_of(answer: JsonObject) -> JsonObject:
    view = answer.get("view")
    return view if isinstance(view, dict) else {}


def _errors_of(workspace: Workspace, user: User, view: View, answer: JsonObject) -> dict[str, str]:
    """The app's errors. Each must stand at an input block, else Slack shows that something went wrong."""
    errors = answer.get("errors")
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        _fail(workspace, user, f"errors must name input blocks of the view, got {errors!r}")
    return {block_id: str(text) for block_id, text in errors.items()}


def _fail(workspace: Workspace, user: User, reason: str) -> NoReturn:
    workspace.watchers.toast(Toast(user.id, "error", _TROUBLE))
    raise ControlRefused("invalid_response_action", f"{_TROUBLE} ({reason})", status=502)


async def close(workspace: Workspace, view_id: str, body: CloseBody) -> JsonObject:
    """Close a modal, or the stack; the app hears of those with ``notify_on_close``.

    Raises:
        ControlRefused: It is not in front of the person.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        view = _top_view(tx, user, view_id)
        clears = body.clear or bool(view.body.get("clear_on_close"))
        closing = list(reversed(views.stack(tx, user.id))) if clears else [view]
        for each in closing:
            views.close(tx, each)
        told = [
            payloads.view_closed(tx, user=user, view=each, is_cleared=clears)
            for each in closing
            if each.body.get("notify_on_close")
        ]
    for payload in told:
        try:
            await workspace.app.deliver(Dispatch("interactive", payload))
        except DeliveryError as error:
            # The modal is gone all the same; Slack does not tell the person, nor send it again.
            workspace.watchers.toast(Toast(user.id, "info", f"The app did not hear of it ({error.code})."))
    return {}


def _top_view(tx: Transaction, user: User, view_id: str) -> View:
    stack = views.stack(tx, user.id)
    if not stack or stack[-1].id != view_id:
        raise ControlRefused(
            "view_not_found", f"{user.name} has no view {view_id} in front of them.", status=404
        )
    return stack[-1]
