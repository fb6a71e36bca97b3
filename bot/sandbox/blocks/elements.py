"""Block elements (Slack, "Block elements"), and which block each may stand in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.sandbox.blocks.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    OPTION,
    OPTION_GROUP,
    OPTIONS_RULES,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    TYPE,
    URL,
    WORKFLOW,
    plain_text,
)
from bot.sandbox.blocks.report import Report
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.schema import (
    Check,
    Rule,
    array,
    boolean,
    by_type,
    enum,
    exactly_one,
    integer,
    record,
    string,
)

ACTION_ID = string(1, 255)
_TIME = string(5, 5, r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time such as 13:45")
_NUMBER = string(1, None, r"-?[0-9]+(\.[0-9]+)?", "a number")


def _date(value: object, at: str, report: Report) -> None:
    try:
        is_date = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_date = False
    if not is_date:
        report.add(at, "must be a date such as 2026-01-31", "pattern", "date")


def _ordered(low: str, high: str) -> Rule:
    """``low`` is at most ``high``, where both are given."""

    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        given = value.get(low) is not None and value.get(high) is not None
        if given and Decimal(value[low]) > Decimal(value[high]):
            report.add(at, f"`{low}` cannot be greater than `{high}`", "max", high)

    return rule


def _prompt_before_its_display(value: Mapping[str, Any], at: str, report: Report) -> None:
    if value.get("agent_prompt_display") is not None and value.get("agent_prompt") is None:
        report.add(at, "missing required field: agent_prompt", "required", "agent_prompt")


def _element(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Check:
    return record({"type": TYPE, **(required or {})}, {"action_id": ACTION_ID, **(optional or {})}, rules)


def _input(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Check:
    return _element(required, {"focus_on_load": boolean, **(optional or {})}, rules)


_TYPED: Mapping[str, Check] = {"placeholder": plain_text(150), "dispatch_action_config": DISPATCH_CONFIG}


def _typed_input(*rules: Rule, **optional: Check) -> Check:
    return _input(optional={**_TYPED, **optional}, rules=rules)


def _menu(**optional: Check) -> Check:
    return _input(optional={"confirm": CONFIRM, "placeholder": plain_text(150), **optional})


def _static_menu(**optional: Check) -> Check:
    choices = {"options": array(OPTION, 1, 100), "option_groups": array(OPTION_GROUP, 1, 100)}
    shared = {"confirm": CONFIRM, "placeholder": plain_text(150)}
    rules = (exactly_one("options", "option_groups"), *OPTIONS_RULES)
    return _input(optional={**shared, **choices, **optional}, rules=rules)


_MANY = {"max_selected_items": integer(1)}
_ID = string()

BUTTON = _element(
    {"text": plain_text(75)},
    {
        "url": URL,
        "value": string(1, 2000),
        "style": enum("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(1, 75),
        "agent_prompt": string(1, 4000),
        "agent_prompt_display": string(),
    },
    (_prompt_before_its_display,),
)
WORKFLOW_BUTTON = record(
    {"type": TYPE, "text": plain_text(75), "workflow": WORKFLOW, "action_id": ACTION_ID},
    {"style": enum("primary", "danger"), "accessibility_label": string(1, 75), "confirm": CONFIRM},
)
_FEEDBACK_BUTTON = record(
    {"text": plain_text(75), "value": string(1, 2000)}, {"accessibility_label": string(1, 75)}
)
FEEDBACK_BUTTONS = _element({"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON})
ICON_BUTTON = _element(
    {"icon": enum("trash"), "text": plain_text()},
    {
        "value": string(1, 2000),
        "confirm": CONFIRM,
        "accessibility_label": string(1, 75),
        "visible_to_user_ids": array(string(), 0, 10),
    },
)
IMAGE = record(
    {"type": TYPE, "alt_text": string(1, 2000)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    (exactly_one("image_url", "slack_file"),),
)
CHECKBOXES = _input(
    {"options": array(RICH_OPTION, 1, 10)},
    {"initial_options": array(RICH_OPTION, 1, 10), "confirm": CONFIRM},
    OPTIONS_RULES,
)
RADIO_BUTTONS = _input(
    {"options": array(RICH_OPTION, 1, 10)}, {"initial_option": RICH_OPTION, "confirm": CONFIRM}, OPTIONS_RULES
)
OVERFLOW = _element({"options": array(OVERFLOW_OPTION, 1, 5)}, {"confirm": CONFIRM}, OPTIONS_RULES)
DATEPICKER = _menu(initial_date=_date)
TIMEPICKER = _menu(initial_time=_TIME, timezone=string())
DATETIMEPICKER = _input(optional={"initial_date_time": integer(10**9, 10**10 - 1), "confirm": CONFIRM})
PLAIN_TEXT_INPUT = _typed_input(
    _ordered("min_length", "max_length"),
    initial_value=string(0, 3000),
    multiline=boolean,
    min_length=integer(0, 3000),
    max_length=integer(1, 3000),
)
EMAIL_INPUT = _typed_input(initial_value=string(0))
URL_INPUT = _typed_input(initial_value=string(0))
NUMBER_INPUT = _input(
    {"is_decimal_allowed": boolean},
    {
        "initial_value": _NUMBER,
        "min_value": _NUMBER,
        "max_value": _NUMBER,
        **_TYPED,
    },
    (_ordered("min_value", "max_value"),),
)
RICH_TEXT_INPUT = record(
    {"type": TYPE, "action_id": ACTION_ID},
    {
        "initial_value": RICH_TEXT,
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
        "focus_on_load": boolean,
        **_TYPED,
    },
)
"""Slack, "Rich text input element": of all inputs this one must have an ``action_id``."""

FILE_INPUT = _element(optional={"filetypes": array(string(), 1), "max_files": integer(1, 10)})

SINGLE_MENUS: Mapping[str, Check] = {
    "static_select": _static_menu(initial_option=OPTION),
    "external_select": _menu(initial_option=OPTION, min_query_length=integer(0)),
    "users_select": _menu(initial_user=_ID),
    "conversations_select": _menu(
        initial_conversation=_ID,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "channels_select": _menu(initial_channel=_ID, response_url_enabled=boolean),
}
MULTI_MENUS: Mapping[str, Check] = {
    "multi_static_select": _static_menu(initial_options=array(OPTION, 1, 100), **_MANY),
    "multi_external_select": _menu(
        initial_options=array(OPTION, 1, 100), min_query_length=integer(0), **_MANY
    ),
    "multi_users_select": _menu(initial_users=array(_ID, 1), **_MANY),
    "multi_conversations_select": _menu(
        initial_conversations=array(_ID, 1),
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
        **_MANY,
    ),
    "multi_channels_select": _menu(initial_channels=array(_ID, 1), **_MANY),
}
_CHOICES: Mapping[str, Check] = {
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    **SINGLE_MENUS,
}

IN_SECTION = by_type(
    {
        "button": BUTTON,
        "image": IMAGE,
        "overflow": OVERFLOW,
        "workflow_button": WORKFLOW_BUTTON,
        **_CHOICES,
        **MULTI_MENUS,
    }
)
"""A section's accessory."""

IN_ACTIONS = by_type(
    {
        "button": BUTTON,
        "overflow": OVERFLOW,
        "datetimepicker": DATETIMEPICKER,
        "workflow_button": WORKFLOW_BUTTON,
        **_CHOICES,
    }
)
"""Slack, "Multi-select menus": they work in sections and inputs, not in actions."""

IN_CONTEXT_ACTIONS = by_type({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON})

IN_INPUT = by_type(
    {
        "plain_text_input": PLAIN_TEXT_INPUT,
        "email_text_input": EMAIL_INPUT,
        "url_text_input": URL_INPUT,
        "number_input": NUMBER_INPUT,
        "rich_text_input": RICH_TEXT_INPUT,
        "file_input": FILE_INPUT,
        "datetimepicker": DATETIMEPICKER,
        **_CHOICES,
        **MULTI_MENUS,
    }
)
