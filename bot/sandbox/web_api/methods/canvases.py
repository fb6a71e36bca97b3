"""``canvases.*`` and ``conversations.canvases.create``."""

import re
from dataclasses import replace

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import canvases, channels, plan
from bot.sandbox.store.canvases import Canvas
from bot.sandbox.store.channels import Channel
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors

MAX_MARKDOWN = 1_048_576
"""Characters (Slack, ``canvases.create``)."""

_LIST_IN_QUOTE = re.compile(r"\s*>\s*(?:[-*+]|\d+[.)])\s")
_IN_SECTION = frozenset({"insert_before", "insert_after", "delete"})


def _create(call: Call) -> JsonObject:
    if not plan.current(call.tx).canvases:
        raise Refused("canvas_disabled_user_team")
    channel = _tabbed_in(call) if call.args.text("channel_id") else None
    made = canvases.create(
        call.tx,
        channel=channel.id if channel else None,
        title=call.args.text("title") or "",
        markdown=_markdown(call.args.object("document_content"), "canvas_creation_failed"),
        user=call.user,
    )
    return {"canvas_id": made.id}


def _create_for_channel(call: Call) -> JsonObject:
    channel = _tabbed_in(call)
    if not plan.current(call.tx).canvases:
        raise Refused("team_tier_cannot_create_channel_canvases")
    if canvases.of_channel(call.tx, channel.id):
        raise Refused("channel_canvas_already_exists")
    made = canvases.create(
        call.tx,
        channel=channel.id,
        title=call.args.text("title") or "",
        markdown=_markdown(call.args.object("document_content"), "canvas_creation_failed"),
        user=call.user,
        is_of_channel=True,
    )
    return {"canvas_id": made.id}


def _tabbed_in(call: Call) -> Channel:
    channel = channels.by_id(call.tx, call.args.required_text("channel_id"))
    if channel is None or not call.is_member(channel):
        raise Refused("restricted_action")
    return channel


def _edit(call: Call) -> JsonObject:
    if not plan.current(call.tx).canvases:
        raise Refused("canvas_disabled_user_team")
    canvas = canvases.get(call.tx, call.args.required_text("canvas_id"))
    if canvas is None:
        raise Refused("canvas_not_found")
    changes = call.args.array("changes") or []
    if len(changes) != 1 or not isinstance(changes[0], dict):
        raise Refused("invalid_arguments", messages=("[ERROR] exactly one change is allowed",))
    changed = _changed(canvas, changes[0])
    if len(changed.markdown) > MAX_MARKDOWN:
        raise Refused("canvas_too_large")
    canvases.save(call.tx, changed)
    return {}


def _changed(canvas: Canvas, change: JsonObject) -> Canvas:
    """The canvas after one operation (Slack, ``canvases.edit``)."""
    operation = change.get("operation")
    if operation == "rename":
        return replace(canvas, title=_markdown(change.get("title_content"), "canvas_editing_failed"))
    if operation in _IN_SECTION or change.get("section_id"):
        # Sections get their ids from canvases.sections.lookup, which this workspace does not have.
        raise Refused("canvas_editing_failed", detail="section_id is not a section of this canvas")
    written = _markdown(change.get("document_content"), "canvas_editing_failed")
    if operation == "replace":
        return replace(canvas, markdown=written)
    if operation == "insert_at_start":
        return replace(canvas, markdown=f"{written}\n\n{canvas.markdown}".rstrip("\n"))
    if operation == "insert_at_end":
        return replace(canvas, markdown=f"{canvas.markdown}\n\n{written}".lstrip("\n"))
    raise Refused(
        "invalid_arguments", messages=("[ERROR] unknown operation [json-pointer:/changes/0/operation]",)
    )


def _markdown(content: object, refusal: str) -> str:
    """The Markdown of a content object; without an object, nothing.

    Raises:
        Refused: It is not Markdown that a canvas can have.
    """
    if content is None:
        return ""
    markdown = content.get("markdown") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "markdown" or not isinstance(markdown, str):
        raise Refused("invalid_arguments", messages=("[ERROR] must be of type markdown with a text",))
    if len(markdown) > MAX_MARKDOWN:
        raise Refused(refusal, detail=f"the content is longer than {MAX_MARKDOWN} characters")
    for number, line in enumerate(markdown.splitlines(), start=1):
        if _LIST_IN_QUOTE.match(line):
            detail = f"'content' error: line {number}: Unsupported block type (List) within block quote"
            raise Refused(refusal, detail=detail)
    return markdown


_CONTENT = Argument("document_content", Kind.OBJECT)
_SCOPES = ("canvases:write",)

METHODS = (
    Method(
        "canvases.create",
        _create,
        Tier.T2,
        (Argument("title"), _CONTENT, Argument("channel_id")),
        scopes=_SCOPES,
        errors=errors("canvas_creation_failed canvas_disabled_user_team restricted_action"),
    ),
    Method(
        "conversations.canvases.create",
        _create_for_channel,
        Tier.T2,
        (Argument("channel_id", required=True), Argument("title"), _CONTENT),
        scopes=_SCOPES,
        errors=errors(
            "canvas_creation_failed channel_canvas_already_exists restricted_action"
            " team_tier_cannot_create_channel_canvases"
        ),
    ),
    Method(
        "canvases.edit",
        _edit,
        Tier.T3,
        (
            Argument("canvas_id", required=True, missing="canvas_not_found"),
            Argument("changes", Kind.ARRAY, required=True),
        ),
        scopes=_SCOPES,
        errors=errors("canvas_disabled_user_team canvas_editing_failed canvas_not_found canvas_too_large"),
    ),
)
