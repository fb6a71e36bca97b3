"""A person uses an element: a button, a menu, a checkbox, in a message or in a view."""

from bot.sandbox.control.commands import deliver_interaction
from bot.sandbox.control.element_values import FIELDS, state_value
from bot.sandbox.control.references import person, shown_view, visible_message, writable_channel
from bot.sandbox.control.requests import ActionBody
from bot.sandbox.control.surface_state import find_element, full_state
from bot.sandbox.delivery import payloads
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.store import Transaction, marks, views
from bot.sandbox.store.messages import Message
from bot.sandbox.store.users import User
from bot.sandbox.workspace import Workspace

_PRESSED = {"button": ("text", "value", "style", "url"), "icon_button": ("text", "value", "icon")}
"""Element type -> what an action repeats of it."""

_COMPLAINT = "That did not work. Please try again"


async def run_action(workspace: Workspace, body: ActionBody) -> JsonObject:
    """Deliver a click.

    Raises:
        ControlRefused: The element is not there or offers no such value, or the app does not answer.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        payload = (
            _in_view(tx, user, body) if body.view_id else _in_message(tx, user, body, workspace.base_url)
        )
    await deliver_interaction(workspace, user, payload, _COMPLAINT)
    return {}


def _in_message(tx: Transaction, user: User, body: ActionBody, base_url: str) -> JsonObject:
    channel = writable_channel(tx, user, body.channel)
    message = visible_message(tx, user, channel, body.ts)
    blocks = _shown_blocks(message)
    block, element = find_element(blocks, body.block_id, body.action_id)
    stored = marks.inputs(tx, channel.id, message.ts, user.id)
    state = full_state(blocks, stored, _given(body, block, element))
    if state:
        marks.set_inputs(tx, channel.id, message.ts, user.id, state)
    return payloads.message_actions(
        tx,
        user=user,
        channel=channel,
        message=message,
        actions=[_action(tx, block, element, body)],
        state=state,
        base_url=base_url,
    )


def _shown_blocks(message: Message) -> JsonList:
    """The message's own blocks, and those of its attachments."""
    attached = [block for each in message.details.get("attachments", ()) for block in each.get("blocks", ())]
    return [*(message.blocks or ()), *attached]


def _in_view(tx: Transaction, user: User, body: ActionBody) -> JsonObject:
    view = shown_view(tx, user, body.view_id)
    blocks: JsonList = view.body["blocks"]
    block, element = find_element(blocks, body.block_id, body.action_id)
    state = full_state(blocks, view.state, _given(body, block, element))
    changed = views.set_state(tx, view, state)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise ControlRefused("not_dispatched", f"{body.action_id} does not dispatch; it is sent on submit.")
    return payloads.view_actions(tx, user=user, view=changed, actions=[_action(tx, block, element, body)])


def _given(body: ActionBody, block: JsonObject, element: JsonObject) -> JsonObject:
    """The values sent along, with what this action itself enters."""
    given: JsonObject = {key: dict(value) for key, value in (body.values or {}).items()}
    if element["type"] in FIELDS and element["type"] != "overflow":
        entered = _entered(body, element)
        if entered is not None:
            given.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return given


def _entered(body: ActionBody, element: JsonObject) -> object:
    field = FIELDS[element["type"]]
    return getattr(body, field, None)


def _action(tx: Transaction, block: JsonObject, element: JsonObject, body: ActionBody) -> JsonObject:
    """The entry in ``actions``, with the fields of the element's type."""
    kind = element["type"]
    action: JsonObject = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": tx.next_ts(),
    }
    if kind in _PRESSED:
        return {key: element[key] for key in _PRESSED[kind] if key in element} | action
    if kind == "feedback_buttons":
        return _feedback(element, body.value) | action
    if kind not in FIELDS:
        raise ControlRefused("no_such_action", f"{element['action_id']} is not something to click.")
    initial = {key: value for key, value in element.items() if key.startswith("initial_")}
    shown = {"placeholder": element["placeholder"]} if "placeholder" in element else {}
    return state_value(element, _entered(body, element)) | initial | shown | action


def _feedback(element: JsonObject, value: str | None) -> JsonObject:
    """Which of the two was pressed; the app knows it by the value alone."""
    for button in (element["positive_button"], element["negative_button"]):
        if button["value"] == value:
            return {"text": button["text"], "value": value}
    raise ControlRefused("invalid_option", f"{element['action_id']} has no button with value {value!r}.")
