"""Whole messages, modals and Home tabs: counts, uniqueness, and which block may stand where."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from bot.sandbox.blocks.composition import TYPE, plain_text
from bot.sandbox.blocks.layout import MARKDOWN_MAX, ON_HOME, ON_MESSAGES, ON_MODALS
from bot.sandbox.blocks.report import Issue, Report
from bot.sandbox.blocks.schema import array, boolean, record, string

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_VIEW_BYTES = 250_000

_MESSAGE_BLOCKS = array(ON_MESSAGES, 0, MAX_MESSAGE_BLOCKS)
_SHARED = {"private_metadata": string(0, 3000), "callback_id": string(0, 255), "external_id": string(0, 255)}
_MODAL = record(
    {"type": TYPE, "title": plain_text(24), "blocks": array(ON_MODALS, 0, MAX_VIEW_BLOCKS)},
    {
        **_SHARED,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": TYPE, "blocks": array(ON_HOME, 0, MAX_VIEW_BLOCKS)}, _SHARED)


def check_message(blocks: object, *, at: str = "/blocks") -> list[Issue]:
    """What is wrong with the blocks of a message found at JSON pointer ``at``; empty when nothing is."""
    report = Report()
    _MESSAGE_BLOCKS(blocks, at, report)
    if not report.issues and isinstance(blocks, list):
        _check_together(blocks, at, report)
        _check_once("table", blocks, at, report)
        markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
        if markdown > MARKDOWN_MAX:
            report.add(at, f"markdown text must be less than {MARKDOWN_MAX + 1} characters", "max_length")
        for index, block in enumerate(blocks):
            if block["type"] == "input" and block["element"]["type"] == "file_input":
                report.add(f"{at}/{index}/element/type", "unsupported type: file_input", "enum")
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
        has_input = any(block["type"] == "input" for block in blocks)
        if kind == "modal" and has_input and not view.get("submit"):
            report.add(at, "missing required field: submit", "required", "submit")
    return report.issues


def is_view_too_large(view: object) -> bool:
    """Whether a view is over 250 kB of JSON."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES


def block_text_length(blocks: object) -> int:
    """Characters of text in blocks, for ``msg_blocks_too_long``."""
    return sum(len(text) for text in _texts(blocks))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


def _check_together(blocks: list[Mapping[str, Any]], at: str, report: Report) -> None:
    """Block ids are unique in the surface, action ids in their block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            message = f"`block_id` already exists: {block_id}"
            report.add(f"{at}/{index}/block_id", message, "unique", "block_id")
        if block_id:
            seen.add(block_id)
        actions: set[str] = set()
        for position, element in enumerate(block.get("elements") or []):
            action_id = element.get("action_id")
            if action_id in actions:
                message = f"`action_id` already exists: {action_id}"
                report.add(f"{at}/{index}/elements/{position}/action_id", message, "unique", "action_id")
            if action_id:
                actions.add(action_id)
    focused = [block for block in blocks if (block.get("element") or {}).get("focus_on_load")]
    if len(focused) > 1:
        report.add(at, "only one element can have `focus_on_load`", "unique", "focus_on_load")


def _check_once(kind: str, blocks: list[Mapping[str, Any]], at: str, report: Report) -> None:
    if sum(block["type"] == kind for block in blocks) > 1:
        report.add(at, f"only one {kind} block is allowed", "max_items", 1)
