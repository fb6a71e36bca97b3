"""Whole messages, modals and Home tabs: counts, uniqueness, and which block may stand where."""

import json
from collections.abc import Sequence
from typing import Literal

from bot.sandbox.blocks.composition import TYPE, plain_text
from bot.sandbox.blocks.data import DATA_BLOCKS, MAX_DATA_TABLE_TEXT, texts
from bot.sandbox.blocks.groups import GROUPS
from bot.sandbox.blocks.layout import BLOCKS, MARKDOWN_MAX
from bot.sandbox.blocks.nesting import ELEMENT_LISTS, every_block, interactive_elements, located_blocks
from bot.sandbox.blocks.report import Issue, Report
from bot.sandbox.blocks.schema import Check, array, boolean, by_type, record, string
from bot.sandbox.json_types import JsonObject

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_VIEW_BYTES = 250_000

_ALL = {**BLOCKS, **DATA_BLOCKS, **GROUPS}
_EVERYWHERE = (
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
)
_ON_MESSAGES = (
    *_EVERYWHERE,
    "carousel",
    "container",
    "context_actions",
    "data_table",
    "data_visualization",
    "file",
    "markdown",
    "plan",
    "table",
    "task_card",
)
_ON_HOME = (*_EVERYWHERE, "carousel", "container", "data_table", "data_visualization")
_ON_MODALS = (*_EVERYWHERE, "alert")


def _any_of(names: Sequence[str]) -> Check:
    return by_type({name: _ALL[name] for name in names})


_MESSAGE_BLOCKS = array(_any_of(_ON_MESSAGES), 0, MAX_MESSAGE_BLOCKS)
_SHARED = {"private_metadata": string(0, 3000), "callback_id": string(0, 255), "external_id": string(0, 255)}
_MODAL = record(
    {"type": TYPE, "title": plain_text(24), "blocks": array(_any_of(_ON_MODALS), 0, MAX_VIEW_BLOCKS)},
    {
        **_SHARED,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": TYPE, "blocks": array(_any_of(_ON_HOME), 0, MAX_VIEW_BLOCKS)}, _SHARED)


def check_message(blocks: object, *, at: str = "/blocks") -> list[Issue]:
    """What is wrong with the blocks of a message found at JSON pointer ``at``; empty when nothing is."""
    report = Report()
    _MESSAGE_BLOCKS(blocks, at, report)
    if not report.issues and isinstance(blocks, list):
        _check_together(blocks, at, report)
        _check_message(blocks, at, report)
    return report.issues


def check_view(view: object, kind: Literal["modal", "home"], *, at: str = "/view") -> list[Issue]:
    """What is wrong with a view that must be of this kind; empty when nothing is."""
    report = Report()
    if not isinstance(view, dict):
        report.add(at, "must be an object", "type", "object")
        return report.issues
    if view.get("type") != kind:
        if "type" not in view:
            report.add(at, "missing required field: type", "required", "type")
        else:
            report.add(f"{at}/type", f"unsupported type: {view['type']}", "enum", [kind])
        return report.issues
    (_MODAL if kind == "modal" else _HOME)(view, at, report)
    if not report.issues:
        blocks = view["blocks"]
        _check_together(blocks, f"{at}/blocks", report)
        has_input = any(block["type"] == "input" for block in every_block(blocks))
        if kind == "modal" and has_input and not view.get("submit"):
            report.add(at, "missing required field: submit", "required", "submit")
    return report.issues


def is_view_too_large(view: object) -> bool:
    """Whether a view is over 250 kB of JSON."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES


def block_text_length(blocks: object) -> int:
    """Characters of text in blocks, for ``msg_blocks_too_long``."""
    return sum(len(text) for text in texts(blocks))


def _check_message(blocks: list[JsonObject], at: str, report: Report) -> None:
    """What a message may have so much or so many of, those in containers too."""
    every = list(every_block(blocks))
    _check_count("table", 1, every, at, report)
    _check_count("data_visualization", 2, every, at, report)
    markdown = sum(len(block["text"]) for block in every if block["type"] == "markdown")
    if markdown > MARKDOWN_MAX:
        report.add(at, f"markdown text must be less than {MARKDOWN_MAX + 1} characters", "max_length")
    cells = sum(
        len(text) for block in every if block["type"] == "data_table" for text in texts(block["rows"])
    )
    if cells > MAX_DATA_TABLE_TEXT:
        report.add(at, f"text of tables must be less than {MAX_DATA_TABLE_TEXT + 1} characters", "max_length")
    for pointer, block in located_blocks(blocks, at):
        if block["type"] == "input" and block["element"]["type"] == "file_input":
            report.add(f"{pointer}/element/type", "unsupported type: file_input", "enum")


def _check_count(kind: str, maximum: int, blocks: list[JsonObject], at: str, report: Report) -> None:
    if sum(block["type"] == kind for block in blocks) > maximum:
        report.add(at, f"no more than {maximum} {kind} blocks are allowed", "max_items", maximum)


def _check_together(blocks: list[JsonObject], at: str, report: Report) -> None:
    """Block ids are unique in the surface, action ids in their block; one element has the focus."""
    seen: set[str] = set()
    focused = 0
    for pointer, block in located_blocks(blocks, at):
        block_id = block.get("block_id")
        if block_id in seen:
            message = f"`block_id` already exists: {block_id}"
            report.add(f"{pointer}/block_id", message, "unique", "block_id")
        if block_id:
            seen.add(block_id)
        _check_action_ids(block, pointer, report)
        focused += bool((block.get("element") or {}).get("focus_on_load"))
    if focused > 1:
        report.add(at, "only one element can have `focus_on_load`", "unique", "focus_on_load")


def _check_action_ids(block: JsonObject, at: str, report: Report) -> None:
    seen: set[str] = set()
    for position, element in enumerate(interactive_elements(block)):
        action_id = element.get("action_id")
        if action_id in seen:
            where = f"{at}/{ELEMENT_LISTS[block['type']]}/{position}/action_id"
            report.add(where, f"`action_id` already exists: {action_id}", "unique", "action_id")
        if action_id:
            seen.add(action_id)
