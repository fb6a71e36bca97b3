"""Cursors: an opaque name for where the next page starts (Slack, "Paginating through collections")."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject

Item = TypeVar("Item")

MAX_PAGE = 1000


def encode(position: str) -> str:
    """A cursor that leads back to ``position``."""
    return base64.urlsafe_b64encode(f"next:{position}".encode()).decode()


def decode(cursor: str | None) -> str | None:
    """The position in a cursor; None without one.

    Raises:
        Refused: ``invalid_cursor``.
    """
    if not cursor:
        return None
    try:
        kind, _, position = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise Refused("invalid_cursor") from error
    if kind != "next" or not position:
        raise Refused("invalid_cursor")
    return position


def page(
    items: Sequence[Item], cursor: str | None, limit: int | None, *, bad_limit: str = "invalid_limit"
) -> tuple[list[Item], JsonObject]:
    """One page of a list and the metadata that leads to the next one (an empty cursor at the end).

    Raises:
        Refused: ``invalid_cursor``, or ``bad_limit``.
    """
    position = decode(cursor)
    if position is not None and not position.isdigit():
        raise Refused("invalid_cursor")
    if limit is not None and not 0 <= limit <= MAX_PAGE:
        raise Refused(bad_limit)
    start = int(position or 0)
    end = start + (limit or MAX_PAGE)
    following = encode(str(end)) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}
