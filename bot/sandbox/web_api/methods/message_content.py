"""What a message says: text, blocks and metadata, checked as Slack checks them."""

from dataclasses import dataclass

from bot.sandbox.blocks import Issue, block_text_length, check_message, check_totals, completed_blocks
from bot.sandbox.blocks.surfaces import ONLY_ONE_TABLE
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.web_api.arguments import Argument, Arguments, Kind

MAX_TEXT = 40_000
"""Longer text is cut off (Slack, ``chat.postMessage``)."""

MAX_BLOCK_TEXT = 13_000
"""Characters of text in blocks; undocumented, from field reports of ``msg_blocks_too_long``."""

MAX_ATTACHMENTS = 100
NO_TEXT_SHOWN = "This content can't be displayed."
"""What Slack puts in place of the text of a message that has blocks only."""

CONTENT_ARGUMENTS = (
    Argument("text"),
    Argument("blocks", Kind.ARRAY, invalid="invalid_blocks_format"),
    Argument("attachments", Kind.ARRAY, invalid="invalid_attachments"),
    Argument("markdown_text", max_length=12_000),
    Argument("metadata", Kind.OBJECT, invalid="invalid_metadata_format"),
)
CONTENT_ERRORS = (
    "invalid_attachments invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema"
    " markdown_text_conflict msg_blocks_too_long no_text too_many_attachments"
)


@dataclass(frozen=True, slots=True)
class Content:
    """The checked content of a message."""

    text: str
    blocks: JsonList | None
    metadata: JsonObject | None
    attachments: JsonList


def refuse_blocks(issues: list[Issue]) -> None:
    """Refuse a message's blocks with Slack's list of what is wrong.

    Raises:
        Refused: ``invalid_blocks``, where there is an issue; for a second table ``invalid_attachments``,
            as Slack's page on tables says.
    """
    if issues:
        lines = [str(issue) for issue in issues]
        code = "invalid_attachments" if issues[0].message == ONLY_ONE_TABLE else "invalid_blocks"
        raise Refused(code, messages=tuple(f"[ERROR] {line}" for line in lines), errors=lines)


def checked_content(args: Arguments) -> Content:
    """The content of a call, completed as Slack stores it.

    Raises:
        Refused: ``no_text``, ``invalid_blocks``, ``markdown_text_conflict`` and others of their kind.
    """
    text = args.text("text") or ""
    blocks = checked_blocks(args.array("blocks"))
    attachments = checked_attachments(args.array("attachments") or [])
    refuse_blocks(check_totals(_every_block(blocks, attachments)))
    markdown = args.text("markdown_text")
    if markdown:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        blocks, text = completed_blocks([{"type": "markdown", "text": markdown}]), markdown
    if not text.strip() and not blocks and not attachments:
        raise Refused("no_text")
    shown = text[:MAX_TEXT] or ("" if attachments else NO_TEXT_SHOWN)
    return Content(shown, blocks, _checked_metadata(args.object("metadata")), attachments)


def checked_blocks(blocks: list[object] | None) -> JsonList | None:
    """Blocks completed as Slack stores them, or None where there are none.

    Raises:
        Refused: ``invalid_blocks`` or ``msg_blocks_too_long``.
    """
    if not blocks:
        return None
    refuse_blocks(check_message(blocks))
    checked = [block for block in blocks if isinstance(block, dict)]
    if block_text_length(checked) > MAX_BLOCK_TEXT:
        raise Refused("msg_blocks_too_long")
    return completed_blocks(checked)


def _every_block(blocks: JsonList | None, attachments: JsonList) -> JsonList:
    """The blocks of a message, and those of its attachments: what is allowed once is allowed once in all."""
    return [*(blocks or []), *(block for each in attachments for block in each.get("blocks", ()))]


def _checked_metadata(metadata: JsonObject | None) -> JsonObject | None:
    if metadata is None:
        return None
    if not metadata:
        return {}
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
        raise Refused("invalid_metadata_format")
    return {"event_type": event_type, "event_payload": payload}


def checked_attachments(attachments: list[object]) -> JsonList:
    """Attachments completed as Slack stores them.

    Raises:
        Refused: ``too_many_attachments`` or ``invalid_attachments``.
    """
    if len(attachments) > MAX_ATTACHMENTS:
        raise Refused("too_many_attachments")
    checked: JsonList = []
    for number, attachment in enumerate(attachments, start=1):
        if not isinstance(attachment, dict):
            raise Refused("invalid_attachments", messages=("[ERROR] must be an object",))
        kept = {key: value for key, value in attachment.items() if value is not None}
        if "blocks" in kept:
            issues = check_message(kept["blocks"], at=f"/attachments/{number - 1}/blocks")
            if issues:
                raise Refused("invalid_attachments", messages=tuple(f"[ERROR] {issue}" for issue in issues))
            kept["blocks"] = completed_blocks(kept["blocks"])
        checked.append({"id": number, "fallback": "[no preview available]"} | kept)
    return checked
