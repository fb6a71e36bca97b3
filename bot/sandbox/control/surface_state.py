"""The state of everything that can be entered in a message or view, and finding one element in it."""

from bot.sandbox.blocks.nesting import every_block, interactive_elements
from bot.sandbox.control.element_values import FIELDS, empty_value, entered_of, state_value
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonList, JsonObject


def find_element(blocks: JsonList, block_id: str, action_id: str) -> tuple[JsonObject, JsonObject]:
    """The block and the element in it. Without ``block_id``, the first block that has the action.

    Raises:
        ControlRefused: The surface has no such element.
    """
    for block in every_block(blocks):
        if block_id and block.get("block_id") != block_id:
            continue
        for element in interactive_elements(block):
            if element["action_id"] == action_id:
                return block, element
    raise ControlRefused(
        "no_such_action", f"There is no element {action_id!r} in block {block_id!r} here.", status=404
    )


def full_state(blocks: JsonList, stored: JsonObject, given: JsonObject) -> JsonObject:
    """``state.values`` of a surface: what is given now, else what was entered before, else the initial value.

    Raises:
        ControlRefused: ``given`` names what the surface does not have or offer.
    """
    state: JsonObject = {}
    unused = {(block_id, action_id) for block_id, actions in given.items() for action_id in _actions(actions)}
    for block in every_block(blocks):
        for element in interactive_elements(block):
            if element["type"] not in FIELDS or element["type"] == "overflow":
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            unused.discard((block_id, action_id))
            value = _value(element, stored, given, block_id, action_id)
            state.setdefault(block_id, {})[action_id] = value
    if unused:
        block_id, action_id = min(unused)
        raise ControlRefused("no_such_input", f"There is no input {action_id!r} in block {block_id!r}.")
    return state


def _value(
    element: JsonObject, stored: JsonObject, given: JsonObject, block_id: str, action_id: str
) -> JsonObject:
    now = given.get(block_id)
    if isinstance(now, dict) and action_id in now:
        return state_value(element, entered_of(element, now[action_id]))
    before = stored.get(block_id, {}).get(action_id)
    if before is not None and before["type"] == element["type"]:
        return dict(before)
    return {"type": element["type"], FIELDS[element["type"]]: empty_value(element)}


def _actions(actions: object) -> JsonObject:
    if not isinstance(actions, dict):
        raise ControlRefused("invalid_values", "values must be {block_id: {action_id: value}}.")
    return actions
