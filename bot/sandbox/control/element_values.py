"""What people enter in Block Kit elements: state values, initial values, and what an input refuses.

``values`` come in Slack's form (``{block: {action: {"type": …, "value": …}}}``) or plain
(``{block: {action: value}}``); either way what is offered by an element comes from the element, not the caller.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from bot.sandbox.blocks.composition import offered_options
from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject

FIELDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Element type -> the field that holds what was entered."""

_INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
_MANY = {"selected_options", "selected_users", "selected_channels", "selected_conversations", "files"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


def empty_value(element: JsonObject) -> object:
    """What an element holds that nobody has touched."""
    field = FIELDS[element["type"]]
    return element.get(_INITIAL.get(field, ""), [] if field in _MANY else None)


def state_value(element: JsonObject, entered: object) -> JsonObject:
    """The element's entry in ``state.values``.

    Raises:
        ControlRefused: ``entered`` is nothing that this element offers.
    """
    field = FIELDS[element["type"]]
    return {"type": element["type"], field: _offered(element, field, entered)}


def entered_of(element: JsonObject, given: object) -> object:
    """What the caller says was entered, from either form of ``values``."""
    field = FIELDS[element["type"]]
    if isinstance(given, Mapping) and ("type" in given or field in given):
        return given.get(field)
    return given


def _offered(element: JsonObject, field: str, entered: object) -> object:
    if entered is None or entered == "":
        return [] if field in _MANY else None
    if field == "selected_option":
        return _option(element, entered)
    if field == "selected_options":
        return [_option(element, each) for each in _list(element, entered)]
    if field in _MANY:
        return [str(each) for each in _list(element, entered)]
    if field == "selected_date_time":
        return _unix_seconds(entered)
    return entered if field == "rich_text_value" else str(entered)


def _unix_seconds(entered: object) -> int:
    try:
        return int(str(entered))
    except ValueError as error:
        raise ControlRefused("invalid_value", "datetimepicker takes Unix seconds.") from error


def _list(element: JsonObject, entered: object) -> list[object]:
    if not isinstance(entered, list):
        raise ControlRefused("invalid_value", f"{element['type']} takes a list.")
    return entered


def _option(element: JsonObject, entered: object) -> JsonObject:
    """The offered option with this value."""
    wanted = entered.get("value") if isinstance(entered, Mapping) else entered
    for option in offered_options(element):
        if option["value"] == wanted:
            return dict(option)
    if element["type"].endswith("external_select") and isinstance(entered, Mapping):
        return dict(entered)
    raise ControlRefused("invalid_option", f"{element.get('action_id')} offers no option {wanted!r}.")


def complaint(block: JsonObject, value: JsonObject) -> str | None:
    """What a client says beside an input before it would submit, or None."""
    element = block["element"]
    entered = value.get(FIELDS[element["type"]])
    if entered in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if not isinstance(entered, str):
        return None
    match element["type"]:
        case "plain_text_input":
            return _length_complaint(element, entered)
        case "email_text_input" if not _EMAIL.fullmatch(entered):
            return "Enter a valid email address."
        case "url_text_input" if not _URL.fullmatch(entered):
            return "Enter a valid URL."
        case "number_input":
            return _number_complaint(element, entered)
        case _:
            return None


def _length_complaint(element: JsonObject, entered: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(entered) < least:
        return f"Enter at least {least} characters."
    return f"Enter no more than {most} characters." if len(entered) > most else None


def _number_complaint(element: JsonObject, entered: str) -> str | None:
    try:
        number = Decimal(entered)
    except InvalidOperation:
        return "Enter a number."
    if not number.is_finite() or (not element["is_decimal_allowed"] and number != number.to_integral_value()):
        return "Enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Enter a number of at least {least}."
    if most is not None and number > Decimal(most):
        return f"Enter a number of at most {most}."
    return None
