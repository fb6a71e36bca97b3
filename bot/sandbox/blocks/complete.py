"""What Slack adds to blocks when it stores them: ids that are missing, and the defaults of text objects."""

import secrets
import string
from typing import Any

from bot.sandbox.blocks.nesting import BLOCK_LISTS, interactive_elements
from bot.sandbox.json_types import JsonList, JsonObject

_ALPHABET = string.ascii_letters + string.digits


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
    held = BLOCK_LISTS.get(block["type"])
    if held:
        completed[held] = [_completed_block(each) for each in completed[held]]
    for element in interactive_elements(completed):
        element.setdefault("action_id", _random_id())
    return completed


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
