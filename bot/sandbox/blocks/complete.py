"""What Slack adds to blocks when it stores them: ids that are missing, and the defaults of text objects."""

import secrets
import string
from typing import Any

from bot.sandbox.json_types import JsonList, JsonObject

_ALPHABET = string.ascii_letters + string.digits
_STATIC = {"image", "plain_text", "mrkdwn"}


def completed_blocks(blocks: JsonList) -> JsonList:
    """A copy of checked blocks with every ``block_id``, ``action_id``, ``emoji`` and ``verbatim``."""
    return [_completed_block(block) for block in blocks]


def completed_view(view: JsonObject) -> JsonObject:
    """A copy of a checked view, completed the same way."""
    return {
        key: completed_blocks(value) if key == "blocks" else _with_defaults(value)
        for key, value in view.items()
        if value is not None
    }


def _completed_block(block: JsonObject) -> JsonObject:
    completed: JsonObject = {key: _with_defaults(value) for key, value in block.items() if value is not None}
    completed.setdefault("block_id", _random_id())
    if block["type"] == "actions":
        completed["elements"] = [_with_action_id(element) for element in completed["elements"]]
    for place in ("accessory", "element"):
        if place in completed:
            completed[place] = _with_action_id(completed[place])
    return completed


def _with_action_id(element: JsonObject) -> JsonObject:
    if element["type"] in _STATIC or "action_id" in element:
        return element
    return {**element, "action_id": _random_id()}


def _with_defaults(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_defaults(item) for item in value]
    if not isinstance(value, dict):
        return value
    completed = {key: _with_defaults(item) for key, item in value.items() if item is not None}
    if completed.get("type") == "plain_text":
        completed.setdefault("emoji", True)
    elif completed.get("type") == "mrkdwn":
        completed.setdefault("verbatim", False)
    return completed


def _random_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(5))
