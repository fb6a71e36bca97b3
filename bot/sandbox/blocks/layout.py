"""Blocks that hold text and elements (Slack, "Blocks")."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks.composition import BLOCK_ID, SHORT_URL, SLACK_FILE, TYPE, URL, any_text, plain_text
from bot.sandbox.blocks.elements import IMAGE, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
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


def block(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Check:
    """A block with these fields beside its type and id."""
    return record({"type": TYPE, **(required or {})}, {"block_id": BLOCK_ID, **(optional or {})}, rules)


def _text_or_fields(value: Mapping[str, Any], at: str, report: Report) -> None:
    if value.get("text") is None and value.get("fields") is None:
        report.add(f"{at}/type", "must define either `text` or `fields`", "one_of", ["text", "fields"])


def _files_are_not_dispatched(value: Mapping[str, Any], at: str, report: Report) -> None:
    """Slack, "Input block": ``dispatch_action`` is incompatible with ``file_input``."""
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        report.add(f"{at}/element/type", "unsupported type: file_input", "enum")


_IN_CONTEXT = by_type(
    {
        "image": IMAGE,
        "mrkdwn": any_text(),
        "plain_text": any_text(),
    }
)
BLOCKS: Mapping[str, Check] = {
    "section": block(
        optional={
            "text": any_text(3000),
            "fields": array(any_text(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        rules=(_text_or_fields,),
    ),
    "header": block({"text": plain_text(150)}, {"level": integer(1, 4)}),
    "divider": block(),
    "context": block({"elements": array(_IN_CONTEXT, 1, 10)}),
    "actions": block({"elements": array(IN_ACTIONS, 1, 25)}),
    "image": block(
        {"alt_text": string(1, 2000)},
        {"image_url": URL, "slack_file": SLACK_FILE, "title": plain_text(2000)},
        (exactly_one("image_url", "slack_file"),),
    ),
    "input": block(
        {"label": plain_text(2000), "element": IN_INPUT},
        {"dispatch_action": boolean, "hint": plain_text(2000), "optional": boolean},
        (_files_are_not_dispatched,),
    ),
    "rich_text": RICH_TEXT,
    "markdown": block({"text": string(1, MARKDOWN_MAX)}),
    "context_actions": block({"elements": array(IN_CONTEXT_ACTIONS, 1, 5)}),
    "alert": block(
        {"text": any_text(200)}, {"level": enum("default", "info", "warning", "error", "success")}
    ),
    "video": block(
        {
            "alt_text": string(0, 2000),
            "title": plain_text(200),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            "author_name": string(1, 50),
            "description": plain_text(200),
            "provider_icon_url": SHORT_URL,
            "provider_name": string(1, 50),
            "title_url": SHORT_URL,
        },
    ),
    "file": block({"external_id": string(), "source": enum("remote")}),
}
"""Block type -> its check, for the blocks that hold no other block."""
