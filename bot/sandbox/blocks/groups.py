"""Blocks that hold others: plans of tasks, carousels of cards, containers (Slack, "Blocks")."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks.composition import BLOCK_ID, TYPE, URL, any_text, plain_text
from bot.sandbox.blocks.data import DATA_BLOCKS
from bot.sandbox.blocks.elements import BUTTON, IMAGE
from bot.sandbox.blocks.layout import BLOCKS, block
from bot.sandbox.blocks.report import Report
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.schema import (
    Check,
    array,
    at_least_one,
    at_most_one,
    boolean,
    by_type,
    enum,
    record,
    string,
    unique,
)

_SOURCE = by_type({"url": record({"type": TYPE, "url": URL, "text": string()}, {"icon_url": URL})})
_SLACK_ICONS = (
    "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment "
    "compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart help "
    "image info key lightbulb link map mobile new-window pin plus refine refresh rocket save screen "
    "share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning"
)
"""Slack, "Slack icon object": the names that there are."""

_IMAGE = by_type({"image": IMAGE})
_RICH_TEXT = by_type({"rich_text": RICH_TEXT})


def _task(*statuses: str) -> Check:
    return record(
        {"task_id": string(), "title": string(), "status": enum(*statuses)},
        {
            "type": TYPE,
            "block_id": BLOCK_ID,
            "details": _RICH_TEXT,
            "output": _RICH_TEXT,
            "sources": array(_SOURCE),
        },
    )


CARD = block(
    optional={
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": by_type({"icon": record({"type": TYPE, "name": enum(*_SLACK_ICONS.split())})}),
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "subtext": any_text(200),
        "actions": array(by_type({"button": BUTTON}), 0, 3),
    },
    rules=(at_most_one("icon", "slack_icon"), at_least_one("hero_image", "title", "actions", "body")),
)


def _collapsible_or_divided(value: Mapping[str, Any], at: str, report: Report) -> None:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        report.add(at, "`default_collapsed` needs `is_collapsible`", "required", "is_collapsible")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        report.add(at, "`has_header_divider` is not for collapsible containers", "one_of")


_HELD = ("actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "video")
_CHILD = by_type({**{name: BLOCKS[name] for name in _HELD}, "table": DATA_BLOCKS["table"]})

GROUPS: Mapping[str, Check] = {
    # Only in a plan may a task be pending.
    "task_card": _task("in_progress", "complete", "error"),
    "plan": block(
        {"title": string(), "tasks": array(_task("pending", "in_progress", "complete", "error"), 0, 50)},
        rules=(unique("task_id", among="tasks"),),
    ),
    "card": CARD,
    "carousel": block({"elements": array(by_type({"card": CARD}), 1, 10)}),
    "container": block(
        {"child_blocks": array(_CHILD, 1, 10)},
        {
            "title": plain_text(150),
            "rich_text_title": _RICH_TEXT,
            "subtitle": any_text(150),
            "width": enum("narrow", "standard", "wide", "full"),
            "icon": _IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        (at_least_one("title", "rich_text_title"), _collapsible_or_divided),
    ),
}
"""Block type -> its check."""
