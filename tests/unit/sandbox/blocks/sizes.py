"""Documents with one part made longer, larger or shorter."""

from copy import deepcopy
from typing import Any

from bot.sandbox.json_types import JsonObject

_IDENTIFIERS = ("action_id", "block_id", "value", "task_id", "name")
_FIXED = ("on_enter_pressed", "public")
"""Strings that are one of a few."""


def with_size(document: JsonObject, path: str, size: int) -> JsonObject:
    """A copy in which the string at ``path`` has so many characters, the list so many items, or the number is it."""
    copy = deepcopy(document)
    holder, key = _place(copy, path)
    now = holder[key] if isinstance(key, int) else holder.get(key)
    holder[key] = resized(now, size)
    return copy


def with_value(document: JsonObject, path: str, value: object) -> JsonObject:
    """A copy in which this value is at ``path``, or nothing where it is None."""
    copy = deepcopy(document)
    holder, key = _place(copy, path)
    if value is None:
        del holder[key]
    else:
        holder[key] = deepcopy(value)
    return copy


def resized(value: object, size: int) -> object:
    """A value of the same kind: a URL stays one, and what must differ in a list differs."""
    if isinstance(value, str):
        start = "https://x/" if value.startswith("https://") and size >= len("https://x/") else ""
        return start + "x" * (size - len(start))
    if isinstance(value, list):
        return [_told_apart(value[index % len(value)], index) for index in range(size)] if value else []
    return size


def _place(document: JsonObject, path: str) -> tuple[Any, str | int]:
    *steps, last = path.strip("/").split("/")
    holder: Any = document
    for step in steps:
        holder = holder[_key(holder, step)]
    return holder, _key(holder, last)


def _key(holder: object, step: str) -> str | int:
    return int(step) if isinstance(holder, list) else step


def _told_apart(value: object, index: int) -> object:
    """A copy whose identifiers end in a number, but for the first."""
    if index == 0 or value in _FIXED:
        return deepcopy(value)
    if isinstance(value, dict):
        # Labels differ in one list only: the points of two series have the same.
        labelled = {"label": f"{value['label']}{index}"} if isinstance(value.get("label"), str) else {}
        return {key: _identified(key, item, index) for key, item in value.items()} | labelled
    if isinstance(value, list):
        return [_identified("", item, index) for item in value]
    return f"{value}{index}" if isinstance(value, str) else value


def _identified(key: str, value: object, index: int) -> object:
    if isinstance(value, dict):
        return {inner: _identified(inner, item, index) for inner, item in value.items()}
    if isinstance(value, list):
        return [_identified("", item, index) for item in value]
    return f"{value}{index}" if key in _IDENTIFIERS and isinstance(value, str) else value
