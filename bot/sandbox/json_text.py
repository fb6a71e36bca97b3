"""JSON as it comes from outside, read as strictly as RFC 8259 says, which ``json`` by itself does not."""

import json
from typing import NoReturn

MAX_DEPTH = 512
"""Objects and arrays in each other: more than any document has, and little enough to walk."""


def read_json(text: str | bytes) -> object:
    """The value that a JSON text stands for.

    Raises:
        ValueError: It is not JSON, has a number that is none, a character that is none, or is too deep.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if _depth_exceeds(value, MAX_DEPTH):
        raise ValueError("nested too deeply")
    # A half of a surrogate pair cannot be stored or sent on (RFC 8259, section 8.2). This raises for one.
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _depth_exceeds(value: object, maximum: int) -> bool:
    level = [value]
    for _ in range(maximum):
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner += each.values()
            elif isinstance(each, list):
                inner += each
        if not inner:
            return False
        level = inner
    return any(isinstance(each, dict | list) for each in level)
