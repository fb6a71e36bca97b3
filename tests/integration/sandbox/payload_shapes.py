"""Comparing what the app got with the shapes of what Slack sends.

A key that a shape knows has its type. A key that it does not know must be documented by Slack and listed.
"""

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

OPEN = frozenset({"actions", "blocks", "elements", "state", "view"})
"""Objects whose keys depend on what the app itself has sent; the shapes know only some of them."""


def differences(actual: Any, shape: Any, at: str = "", *, is_open: bool = False) -> Iterator[str]:
    """What is of another type than the shape says, and keys that it does not know, each as one line."""
    if isinstance(shape, str):
        if not _is_of(actual, _TYPES[shape]):
            yield f"{at} is {type(actual).__name__}, not {shape}"
    elif isinstance(shape, list):
        yield from _in_list(actual, shape, at, is_open=is_open)
    elif not isinstance(actual, dict):
        yield f"{at} is {type(actual).__name__}, not an object"
    else:
        for key, value in actual.items():
            where = f"{at}.{key}".removeprefix(".")
            if key in shape:
                yield from differences(value, shape[key], where, is_open=is_open or key in OPEN)
            elif not is_open and shape:
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
