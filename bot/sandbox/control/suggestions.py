"""A person types into a menu whose options come from the app (Slack, "Select menu of external data source")."""

from bot.sandbox.blocks.composition import OPTION, OPTION_GROUP
from bot.sandbox.blocks.report import Report
from bot.sandbox.blocks.schema import array
from bot.sandbox.control.commands import deliver_interaction
from bot.sandbox.control.references import person, shown_view, visible_message, writable_channel
from bot.sandbox.control.requests import SuggestionBody
from bot.sandbox.control.surface_state import find_element
from bot.sandbox.delivery import payloads
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Toast, Transaction
from bot.sandbox.store.users import User
from bot.sandbox.workspace import Workspace

DEFAULT_MIN_QUERY = 3
"""Characters before the app is asked, where the element does not say (Slack, ``min_query_length``)."""

_MENUS = frozenset({"external_select", "multi_external_select"})
_COMPLAINT = "The options could not be loaded"
_ANSWERS = {"options": array(OPTION, 0, 100), "option_groups": array(OPTION_GROUP, 0, 100)}


async def suggest(workspace: Workspace, body: SuggestionBody) -> JsonObject:
    """What a menu offers for what was typed.

    Returns:
        ``options`` or ``option_groups``, as the app answered. Too short a query is not sent, and offers nothing.

    Raises:
        ControlRefused: There is no such menu in front of the person, or the app does not answer with options.
    """
    with workspace.store.transaction() as tx:
        user = person(tx, body.user)
        payload = _in_view(tx, user, body) if body.view_id else _in_message(tx, user, body)
    if payload is None:
        return {"options": []}
    answer = await deliver_interaction(workspace, user, payload, _COMPLAINT)
    return _checked(workspace, user, answer)


def _in_view(tx: Transaction, user: User, body: SuggestionBody) -> JsonObject | None:
    view = shown_view(tx, user, body.view_id)
    block, element = find_element(view.body["blocks"], body.block_id, body.action_id)
    if not _asks(element, body.value):
        return None
    return payloads.view_suggestion(
        tx,
        user=user,
        view=view,
        block_id=block["block_id"],
        action_id=element["action_id"],
        value=body.value,
    )


def _in_message(tx: Transaction, user: User, body: SuggestionBody) -> JsonObject | None:
    channel = writable_channel(tx, user, body.channel)
    message = visible_message(tx, user, channel, body.ts)
    block, element = find_element(message.blocks or [], body.block_id, body.action_id)
    if not _asks(element, body.value):
        return None
    return payloads.message_suggestion(
        tx,
        user=user,
        channel=channel,
        message=message,
        block_id=block["block_id"],
        action_id=element["action_id"],
        value=body.value,
    )


def _asks(element: JsonObject, typed: str) -> bool:
    if element["type"] not in _MENUS:
        raise ControlRefused("no_such_menu", f"{element['action_id']} does not ask the app for its options.")
    least: int = element.get("min_query_length", DEFAULT_MIN_QUERY)
    return len(typed) >= least


def _checked(workspace: Workspace, user: User, answer: JsonObject) -> JsonObject:
    """The options of an answer, as strict as those in a block.

    Raises:
        ControlRefused: It has none, or Slack would not show them; the person sees that there are none.
    """
    given = [name for name in _ANSWERS if name in answer]
    report = Report()
    for name in given:
        _ANSWERS[name](answer[name], f"/{name}", report)
    if len(given) == 1 and not report.issues:
        return {given[0]: answer[given[0]]}
    reasons = "; ".join(str(issue) for issue in report.issues) or "one of options and option_groups is needed"
    workspace.watchers.toast(Toast(user.id, "error", f"{_COMPLAINT}."))
    raise ControlRefused("invalid_suggestions", f"{_COMPLAINT} ({reasons}).", status=502)
