"""Whole messages, modals and Home tabs: counts, uniqueness, and which block may stand where."""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Literal

from bot.sandbox.blocks.composition import TYPE, plain_text
from bot.sandbox.blocks.data import DATA_BLOCKS, MAX_DATA_TABLE_TEXT, MAX_TABLE_TEXT, texts
from bot.sandbox.blocks.groups import GROUPS
from bot.sandbox.blocks.layout import BLOCKS, MARKDOWN_MAX
from bot.sandbox.blocks.nesting import ELEMENT_LISTS, every_block, interactive_elements, located_blocks
from bot.sandbox.blocks.report import Issue, Report
from bot.sandbox.blocks.schema import Check, array, boolean, by_type, record, string
from bot.sandbox.json_types import JsonObject

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_VIEW_BYTES = 250_000
MAX_CHARTS = 2
ONLY_ONE_TABLE = "only_one_table_allowed"
"""Slack's words for a second table in a message (Slack, "Table block")."""

_TOTALS = (
    ("markdown", "text", MARKDOWN_MAX),
    ("table", "rows", MAX_TABLE_TEXT),
    ("data_table", "rows", MAX_DATA_TABLE_TEXT),
)
"""Block type, field and characters: what all blocks of a type in a message may say together."""

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
_ON_HOME = (*_EVERYWHERE, "carousel", "data_table")
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
        _refuse_file_inputs(blocks, at, report)
        report.issues += check_totals(blocks, at=at)
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
        if kind == "home":
            _refuse_file_inputs(blocks, f"{at}/blocks", report)
        elif not view.get("submit"):
            _require_submit(blocks, f"{at}/blocks", report)
    return report.issues


def is_view_too_large(view: object) -> bool:
    """Whether a view is over 250 kB of JSON."""
    return len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MAX_VIEW_BYTES


def block_text_length(blocks: Sequence[JsonObject]) -> int:
    """Characters of text in checked blocks, for ``msg_blocks_too_long``; data tables have their own limit."""
    counted = [block for block in blocks if block["type"] != "data_table"]
    return sum(len(text) for text in texts(counted))


def check_totals(blocks: Sequence[JsonObject], *, at: str = "/blocks") -> list[Issue]:
    """What checked blocks have too much or too many of for one message, those in containers too."""
    report = Report()
    of_kind: dict[str, list[JsonObject]] = {}
    for block in every_block(blocks):
        of_kind.setdefault(block["type"], []).append(block)
    if len(of_kind.get("table", ())) > 1:
        report.add(at, ONLY_ONE_TABLE, "max_items", 1)
    if len(of_kind.get("data_visualization", ())) > MAX_CHARTS:
        report.add(
            at, f"no more than {MAX_CHARTS} data_visualization blocks allowed", "max_items", MAX_CHARTS
        )
    for kind, field, maximum in _TOTALS:
        written = [texts({"text": block[field]}) for block in of_kind.get(kind, ())]
        if sum(len(text) for text in chain.from_iterable(written)) > maximum:
            report.add(
                at, f"text of {kind} blocks must be less than {maximum + 1} characters", "max_length", maximum
            )
    return report.issues


def _refuse_file_inputs(blocks: list[JsonObject], at: str, report: Report) -> None:
    """Slack, "File input element": in modals only."""
    for pointer, block in located_blocks(blocks, at):
        if block["type"] == "input" and block["element"]["type"] == "file_input":
            report.add(f"{pointer}/element/type", "unsupported type: file_input", "enum")


def _require_submit(blocks: list[JsonObject], at: str, report: Report) -> None:
    for pointer, block in located_blocks(blocks, at):
        if block["type"] == "input":
            message = "must define `submit` to use an `input` block in modals"
            report.add(f"{pointer}/input", message, "required", "submit")
            return


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
