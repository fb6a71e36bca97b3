"""Composition objects: text, options, confirm dialogs (Slack, "Composition objects")."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks.report import Report
from bot.sandbox.blocks.schema import (
    Check,
    Rule,
    array,
    at_least_one,
    boolean,
    by_type,
    enum,
    exactly_one,
    record,
    string,
)

TYPE = string()
BLOCK_ID = string(1, 255)
URL = string(1, 3000, r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", "a valid URL")
SHORT_URL = string(1, 2000, r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", "a valid URL")
MAX_TEXT = 3000


def plain_text(maximum: int = MAX_TEXT) -> Check:
    """A ``plain_text`` object only."""
    return by_type({"plain_text": _plain(maximum)})


def any_text(maximum: int = MAX_TEXT) -> Check:
    """A ``plain_text`` or ``mrkdwn`` object."""
    mrkdwn = record({"type": TYPE, "text": string(1, maximum)}, {"verbatim": boolean})
    return by_type({"plain_text": _plain(maximum), "mrkdwn": mrkdwn})


def _plain(maximum: int) -> Check:
    return record({"type": TYPE, "text": string(1, maximum)}, {"emoji": boolean})


CONFIRM = record(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": enum("primary", "danger")},
)

_VALUE = string(1, 150)
OPTION = record({"text": plain_text(75), "value": _VALUE}, {"description": plain_text(75)})
RICH_OPTION = record({"text": any_text(75), "value": _VALUE}, {"description": any_text(75)})
"""An option of checkboxes and radio buttons, whose text may be mrkdwn."""

OVERFLOW_OPTION = record(
    {"text": plain_text(75), "value": _VALUE}, {"description": plain_text(75), "url": URL}
)
OPTION_GROUP = record({"label": plain_text(75), "options": array(OPTION, 1, 100)})
DISPATCH_CONFIG = record(
    {"trigger_actions_on": array(enum("on_enter_pressed", "on_character_entered"), 1, 2)}
)
CONVERSATION_FILTER = record(
    optional={
        "include": array(enum("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
SLACK_FILE = record(
    optional={"id": string(1, None, "F[A-Z0-9]{8,}", "a file id"), "url": URL},
    rules=(exactly_one("id", "url"),),
)
WORKFLOW = record(
    {
        "trigger": record(
            {"url": URL},
            {"customizable_input_parameters": array(record({"name": string(), "value": string()}))},
        )
    }
)


def offered_options(value: Mapping[str, Any]) -> list[Any]:
    """The options of a menu, in groups or not."""
    groups = value.get("option_groups") or []
    return [*(value.get("options") or []), *(option for group in groups for option in group["options"])]


def initial_among_options(value: Mapping[str, Any], at: str, report: Report) -> None:
    """What is chosen beforehand must be one of the options, exactly."""
    offered = offered_options(value)
    for field in ("initial_option", "initial_options"):
        chosen = value.get(field)
        if chosen is None:
            continue
        for each in chosen if isinstance(chosen, list) else [chosen]:
            if each not in offered:
                report.add(f"{at}/{field}", f"`{field}` must exactly match provided options", "enum", field)


def unique_values(value: Mapping[str, Any], at: str, report: Report) -> None:
    """Two options of a menu cannot have the same value."""
    values = [option["value"] for option in offered_options(value)]
    if len(set(values)) != len(values):
        report.add(at, "option values must be unique", "unique", "value")


OPTIONS_RULES: tuple[Rule, ...] = (initial_among_options, unique_values)
