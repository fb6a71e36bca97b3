"""``files.info`` and ``files.list``."""

from collections.abc import Callable

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.canvases import canvas_object
from bot.sandbox.objects.files import file_object
from bot.sandbox.store import canvases, channels, files
from bot.sandbox.store.files import File
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors

_PER_PAGE = 100
_MAX_PER_PAGE = 1000

_OF_TYPE: dict[str, Callable[[File], bool]] = {
    "all": lambda _: True,
    "images": lambda file: file.mimetype.startswith("image/"),
    "pdfs": lambda file: file.mimetype == "application/pdf",
    "zips": lambda file: file.mimetype == "application/zip",
    # Nothing here is one of these.
    "spaces": lambda _: False,
    "snippets": lambda _: False,
    "gdocs": lambda _: False,
}
"""Slack, ``files.list``: the types to filter by."""


def _info(call: Call) -> JsonObject:
    asked = call.args.required_text("file")
    canvas = canvases.get(call.tx, asked)
    if canvas:
        shown = canvas_object(call.tx, canvas, base_url=call.base_url)
    else:
        file = files.get(call.tx, asked)
        if file is None or not file.completed or not _may_see(call, file):
            raise Refused("file_not_found")
        shown = file_object(call.tx, file, base_url=call.base_url)
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def _list(call: Call) -> JsonObject:
    found = [file for file in files.completed(call.tx) if _is_asked_for(call, file) and _may_see(call, file)]
    count = min(max(call.args.number("count") or _PER_PAGE, 1), _MAX_PER_PAGE)
    page = max(call.args.number("page") or 1, 1)
    shown = found[(page - 1) * count : page * count]
    return {
        "files": [file_object(call.tx, file, base_url=call.base_url) for file in shown],
        "paging": {"count": count, "total": len(found), "page": page, "pages": -(-len(found) // count)},
    }


def _is_asked_for(call: Call, file: File) -> bool:
    channel, user = call.args.text("channel"), call.args.text("user")
    if channel and channel not in file.channels:
        return False
    if user and user != file.user:
        return False
    after, before = float(call.args.text("ts_from") or 0), call.args.text("ts_to")
    if file.created < after or (before is not None and file.created > float(before)):
        return False
    types = [each.strip() for each in (call.args.text("types") or "all").split(",")]
    if not set(types) <= set(_OF_TYPE):
        raise Refused("unknown_type")
    return any(_OF_TYPE[each](file) for each in types)


def _may_see(call: Call, file: File) -> bool:
    """The bot sees its own files, and those in conversations that it may know of."""
    if file.user == call.user:
        return True
    shared_in = [channels.by_id(call.tx, each) for each in file.channels]
    return any(each and (not each.is_private or call.is_member(each)) for each in shared_in)


METHODS = (
    Method(
        "files.info",
        _info,
        Tier.T4,
        (
            Argument("file", required=True, missing="file_not_found"),
            Argument("count", Kind.INTEGER),
            Argument("cursor"),
            Argument("limit", Kind.INTEGER),
            Argument("page", Kind.INTEGER),
        ),
        scopes=("files:read",),
        errors=errors("file_not_found"),
        accepts_json=False,
    ),
    Method(
        "files.list",
        _list,
        Tier.T3,
        (
            Argument("channel"),
            Argument("user"),
            Argument("ts_from", Kind.TIMESTAMP),
            Argument("ts_to", Kind.TIMESTAMP),
            Argument("types"),
            Argument("count", Kind.INTEGER),
            Argument("page", Kind.INTEGER),
            Argument("show_files_hidden_by_limit", Kind.BOOLEAN),
            Argument("team_id"),
        ),
        scopes=("files:read",),
        errors=errors("unknown_type"),
        accepts_json=False,
    ),
)
