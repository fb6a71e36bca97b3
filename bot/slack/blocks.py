"""Block Kit, as plain values. Text is cut to Slack's limits here and nowhere else.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from bot.clock import require_aware, utc_minute
from bot.slack.mrkdwn import shortened, shortened_markup, visible

Json: TypeAlias = "str | int | float | bool | None | Sequence[Json] | Mapping[str, Json]"
Block: TypeAlias = Mapping[str, Json]
Element: TypeAlias = Mapping[str, Json]

SECTION_TEXT = 3_000
FIELD_TEXT = 2_000
HEADER_TEXT = 150
BUTTON_TEXT = 75
OPTION_TEXT = 75
OPTION_VALUE = 150
MAX_CONTEXT_ELEMENTS = 10


def plain_text(text: str, limit: int = SECTION_TEXT) -> Mapping[str, Json]:
    """Text without formatting: untrusted words need no escaping in it."""
    return {"type": "plain_text", "text": shortened(text, limit), "emoji": True}


def mrkdwn_text(text: str, limit: int = SECTION_TEXT) -> Mapping[str, Json]:
    """Formatted text; untrusted words in it were escaped by who wrote it."""
    return {"type": "mrkdwn", "text": shortened_markup(text, limit)}


def _block(kind: str, block_id: str | None, **rest: Json) -> Block:
    return {"type": kind, **({"block_id": block_id} if block_id else {}), **rest}


def header(text: str) -> Block:
    """A heading in plain text."""
    return _block("header", None, text=plain_text(text, HEADER_TEXT))


def section(text: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """A paragraph, perhaps with one element at its side."""
    extra = {"accessory": accessory} if accessory else {}
    return _block("section", block_id, text=mrkdwn_text(text), **extra)


def fields(texts: Sequence[str]) -> Block:
    """Up to ten short texts in two columns."""
    return _block("section", None, fields=[mrkdwn_text(text, FIELD_TEXT) for text in texts[:10]])


def context(*texts: str) -> Block:
    """Small print."""
    return _block("context", None, elements=[mrkdwn_text(text) for text in texts[:MAX_CONTEXT_ELEMENTS]])


def table(rows: Sequence[Sequence[Mapping[str, Json]]], *, wrapped: Sequence[int] = ()) -> Block:
    """Rows of `text_cell` and `time_cell`, the first one the head; ``wrapped`` columns break long lines."""
    columns = max(len(row) for row in rows)
    settings = [{"is_wrapped": column in wrapped} for column in range(columns)]
    return _block("table", None, rows=[list(row) for row in rows], column_settings=settings)


def text_cell(text: str, limit: int = 200) -> Mapping[str, Json]:
    """A cell of plain text; a space stands for nothing, since Slack refuses an empty cell."""
    return {"type": "raw_text", "text": shortened(visible(text), limit) or " "}


def time_cell(at: datetime) -> Mapping[str, Json]:
    """A cell with an instant in each reader's own zone."""
    shown: Mapping[str, Json] = {
        "type": "date",
        "timestamp": int(require_aware(at).timestamp()),
        "format": "{date_short_pretty} {time}",
        "fallback": utc_minute(at),
    }
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [shown]}]}


def divider() -> Block:
    """A line."""
    return _block("divider", None)


def actions(elements: Sequence[Element], *, block_id: str | None = None) -> Block:
    """A row of buttons."""
    return _block("actions", block_id, elements=list(elements))


def button(text: str, action_id: str, value: str, *, style: str | None = None) -> Element:
    """A button; ``value`` carries what it is about and the revision it was drawn at."""
    styled: Mapping[str, Json] = {"style": style} if style else {}
    return {
        "type": "button",
        "text": plain_text(text, BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
        **styled,
    }


def option(text: str, value: str, description: str = "") -> Element:
    """One choice."""
    described: Mapping[str, Json] = (
        {"description": plain_text(description, OPTION_TEXT)} if description else {}
    )
    return {"text": plain_text(text, OPTION_TEXT), "value": value, **described}


def checkbox(action_id: str, text: str, value: str, *, checked: bool) -> Element:
    """A single checkbox: one option a block, since a click carries its block's whole selection."""
    only: Element = {"text": mrkdwn_text(text, OPTION_TEXT), "value": value}
    return {
        "type": "checkboxes",
        "action_id": action_id,
        "options": [only],
        **({"initial_options": [only]} if checked else {}),
    }


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    """A menu behind three dots, of at most five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def input_block(
    block_id: str, label: str, element: Element, *, optional: bool = False, hint: str = ""
) -> Block:
    """A field of a modal."""
    extra: Mapping[str, Json] = {"hint": plain_text(hint, 2_000)} if hint else {}
    return _block(
        "input", block_id, label=plain_text(label, 2_000), element=element, optional=optional, **extra
    )


def text_input(
    action_id: str,
    *,
    initial: str = "",
    placeholder: str = "",
    multiline: bool = False,
    max_length: int = 3_000,
) -> Element:
    """A line or a paragraph to write."""
    return {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": max_length,
        **({"initial_value": shortened(initial, max_length)} if initial else {}),
        **({"placeholder": plain_text(placeholder, 150)} if placeholder else {}),
    }


def select(action_id: str, options: Sequence[Element], *, initial: str | None = None) -> Element:
    """One of several choices."""
    chosen = next((o for o in options if o["value"] == initial), None)
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": list(options),
        **({"initial_option": chosen} if chosen else {}),
    }


def grouped_select(
    action_id: str, groups: Sequence[tuple[str, Sequence[Element]]], *, initial: str | None = None
) -> Element:
    """One of several choices under headings."""
    everything = [choice for _, choices in groups for choice in choices]
    chosen = next((o for o in everything if o["value"] == initial), None)
    return {
        "type": "static_select",
        "action_id": action_id,
        "option_groups": [
            {"label": plain_text(label, OPTION_TEXT), "options": list(choices)} for label, choices in groups
        ],
        **({"initial_option": chosen} if chosen else {}),
    }
