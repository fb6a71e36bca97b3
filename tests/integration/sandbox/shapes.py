"""Comparing what an app gets with the shapes of what Slack sends and answers.

A key that a shape knows has its type. A key that it does not know must be documented by Slack and listed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "list": (list,),
    "dict": (dict,),
}

OPEN = frozenset({"actions", "blocks", "elements", "errors", "response_metadata", "state", "view", "warning"})
"""Where keys depend on what the app itself has sent, or on what went wrong; the shapes know only some of them."""

_ID = re.compile(r"[CDGU][A-Z0-9_]{8,}")


def differences(actual: Any, shape: Any, at: str = "", *, is_open: bool = False) -> Iterator[str]:
    """What is of another type than the shape says, and keys that it does not know, each as one line."""
    if isinstance(shape, str):
        if not _is_of(actual, _TYPES[shape]):
            yield f"{at} is {type(actual).__name__}, not {shape}"
    elif isinstance(shape, list):
        yield from _in_list(actual, shape, at, is_open=is_open)
    elif not isinstance(actual, dict):
        yield f"{at} is {type(actual).__name__}, not an object"
    elif shape and all(_ID.fullmatch(key) for key in shape):
        # A map by id: every value has the shape of the first one.
        for value in actual.values():
            yield from differences(value, next(iter(shape.values())), f"{at}.*", is_open=is_open)
    else:
        for key, value in actual.items():
            where = f"{at}.{key}".removeprefix(".")
            if key in shape:
                yield from differences(value, shape[key], where, is_open=is_open or key in OPEN)
            elif not is_open and shape and key not in OPEN:
                yield f"{where} is unknown"


def _in_list(actual: Any, shape: list[Any], at: str, *, is_open: bool) -> Iterator[str]:
    if not isinstance(actual, list):
        yield f"{at} is {type(actual).__name__}, not a list"
    elif shape:
        for item in actual:
            yield from differences(item, shape[0], f"{at}[]", is_open=is_open)


def _is_of(actual: Any, types: tuple[type, ...]) -> bool:
    if isinstance(actual, bool):
        return bool in types
    return isinstance(actual, types)
