"""The stack of modals that one person sees."""

from typing import Literal

from bot.sandbox.activity.posting import keep_known
from bot.sandbox.blocks import check_view, completed_view
from bot.sandbox.blocks.nesting import every_block, interactive_elements
from bot.sandbox.blocks.surfaces import is_view_too_large
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, views
from bot.sandbox.store.views import View

MAX_STACK = 3
"""Slack, "Modals": up to three views at once."""


def checked(body: JsonObject, kind: Literal["modal", "home"]) -> JsonObject:
    """A view of this kind, completed as Slack stores it.

    Raises:
        Refused: ``invalid_arguments`` with what is wrong with it, or ``view_too_large``.
    """
    if is_view_too_large(body):
        raise Refused("view_too_large")
    issues = check_view(body, kind)
    if issues:
        raise Refused("invalid_arguments", messages=tuple(f"[ERROR] {issue}" for issue in issues))
    return completed_view(body)


def require_free_external_id(tx: Transaction, body: JsonObject, *, apart_from: View | None = None) -> None:
    """Refuse an ``external_id`` that another open view has.

    Raises:
        Refused: ``duplicate_external_id``.
    """
    external_id = body.get("external_id")
    if not external_id:
        return
    other = views.by_external_id(tx, external_id)
    if other and (apart_from is None or other.id != apart_from.id):
        raise Refused("duplicate_external_id")


def open_root(tx: Transaction, user: str, body: JsonObject) -> View:
    """A modal of its own. One that was open gives way to it."""
    for view in views.stack(tx, user):
        views.close(tx, view)
    require_free_external_id(tx, body)
    return views.insert(tx, user, "modal", body, {}, previous=None)


def push(tx: Transaction, user: str, body: JsonObject) -> View:
    """A modal on top of the stack.

    Raises:
        Refused: ``push_limit_reached`` over three, ``not_found`` without a stack.
    """
    stack = views.stack(tx, user)
    if not stack:
        raise Refused("not_found")
    if len(stack) >= MAX_STACK:
        raise Refused("push_limit_reached")
    require_free_external_id(tx, body)
    return views.insert(tx, user, "modal", body, {}, previous=stack[-1])


def replace(tx: Transaction, view: View, body: JsonObject) -> View:
    """Give a view other content. What was entered stays where block and action are the same."""
    require_free_external_id(tx, body, apart_from=view)
    known = {
        (str(block.get("block_id")), str(element.get("action_id")))
        for block in every_block(body["blocks"])
        for element in interactive_elements(block)
    }
    return views.replace_body(tx, view, body, keep_known(view.state, known))
