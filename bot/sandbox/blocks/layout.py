"""The blocks themselves (Slack, "Blocks")."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks.composition import SLACK_FILE, TYPE, URL, any_text, plain_text
from bot.sandbox.blocks.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
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

MARKDOWN_MAX = 12_000
"""Characters of all markdown blocks of a message together."""

_BLOCK_ID = string(1, 255)


def _block(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Check:
    return record({"type": TYPE, **(required or {})}, {"block_id": _BLOCK_ID, **(optional or {})}, rules)


def _text_or_fields(value: Mapping[str, Any], at: str, report: Report) -> None:
    if value.get("text") is None and value.get("fields") is None:
        report.add(at, "must define either `text` or `fields`", "one_of", ["text", "fields"])


def _rectangular(value: Mapping[str, Any], at: str, report: Report) -> None:
    if len({len(row) for row in value["rows"]}) > 1:
        report.add(f"{at}/rows", "all rows must have the same number of cells", "items", "cells")


_IN_CONTEXT = by_type(
    {
        "image": IMAGE,
        "mrkdwn": any_text(),
        "plain_text": any_text(),
    }
)
_CELL = by_type(
    {
        "raw_text": record({"type": TYPE, "text": string(1)}),
        "raw_number": record({"type": TYPE, "value": integer()}, {"text": string()}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = record(optional={"align": enum("left", "center", "right"), "is_wrapped": boolean})
_TASK = record(
    {
        "task_id": string(),
        "title": string(),
        "status": enum("pending", "in_progress", "complete", "error"),
    },
    {
        "type": TYPE,
        "block_id": _BLOCK_ID,
        "details": RICH_TEXT,
        "output": RICH_TEXT,
        "sources": array(
            by_type({"url": record({"type": TYPE, "url": URL, "text": string()}, {"icon_url": URL})})
        ),
    },
)

BLOCKS: Mapping[str, Check] = {
    "section": _block(
        optional={
            "text": any_text(3000),
            "fields": array(any_text(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        rules=(_text_or_fields,),
    ),
    "header": _block({"text": plain_text(150)}, {"level": integer(1, 4)}),
    "divider": _block(),
    "context": _block({"elements": array(_IN_CONTEXT, 1, 10)}),
    "actions": _block({"elements": array(IN_ACTIONS, 1, 25)}),
    "image": _block(
        {"alt_text": string(1, 2000)},
        {"image_url": URL, "slack_file": SLACK_FILE, "title": plain_text(2000)},
        (exactly_one("image_url", "slack_file"),),
    ),
    "input": _block(
        {"label": plain_text(2000), "element": IN_INPUT},
        {"dispatch_action": boolean, "hint": plain_text(2000), "optional": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": _block({"text": string(1, MARKDOWN_MAX)}),
    "table": _block(
        {"rows": array(array(_CELL, 1, 20), 1, 100)},
        {"column_settings": array(_COLUMN, 0, 20)},
        (_rectangular,),
    ),
    "alert": _block({"text": any_text()}, {"level": enum("default", "info", "warning", "error", "success")}),
    "task_card": _TASK,
    "plan": _block({"title": string()}, {"tasks": array(_TASK)}),
    "video": _block(
        {
            "alt_text": string(),
            "title": plain_text(200),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            "author_name": string(1, 49),
            "description": plain_text(200),
            "provider_icon_url": URL,
            "provider_name": string(),
            "title_url": URL,
        },
    ),
    "file": _block({"external_id": string(), "source": enum("remote")}),
}
"""Block type -> its check."""

_EVERYWHERE = ("section", "header", "divider", "context", "actions", "image", "input", "rich_text", "video")
ON_MESSAGES = by_type(
    {name: BLOCKS[name] for name in (*_EVERYWHERE, "markdown", "table", "plan", "task_card", "file")}
)
ON_MODALS = by_type({name: BLOCKS[name] for name in (*_EVERYWHERE, "alert")})
ON_HOME = by_type({name: BLOCKS[name] for name in _EVERYWHERE})
