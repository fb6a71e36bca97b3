"""``bookmarks.*``."""

import re

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.bookmarks import bookmark_object
from bot.sandbox.store import bookmarks
from bot.sandbox.store.bookmarks import Bookmark
from bot.sandbox.store.channels import Channel
from bot.sandbox.web_api.arguments import Argument
from bot.sandbox.web_api.method import Call, Method, Tier, errors

MAX_BOOKMARKS = 100
_LINK = re.compile(r"https?://\S+")
_EMOJI = re.compile(r":?[a-z0-9_+'-]+:?")


def _channel(call: Call, outside: str = "permission_denied") -> Channel:
    return call.joined_channel("channel_id", outside=outside)


def _link(call: Call, default: str) -> str:
    link = call.args.text("link") or default
    if not _LINK.fullmatch(link):
        raise Refused("invalid_link")
    return link


def _emoji(call: Call, default: str) -> str:
    emoji = call.args.text("emoji")
    if emoji and not _EMOJI.fullmatch(emoji):
        raise Refused("invalid_emoji")
    return default if emoji is None else emoji


def _add(call: Call) -> JsonObject:
    channel = _channel(call)
    if call.args.text("type") != "link":
        raise Refused("invalid_bookmark_type")
    if len(bookmarks.of_channel(call.tx, channel.id)) >= MAX_BOOKMARKS:
        raise Refused("too_many_bookmarks")
    added = bookmarks.add(
        call.tx,
        channel=channel.id,
        title=call.args.required_text("title"),
        link=_link(call, ""),
        emoji=_emoji(call, ""),
        user=call.user,
    )
    return {"bookmark": bookmark_object(call.tx, added)}


def _existing(call: Call) -> Bookmark:
    channel = _channel(call)
    found = bookmarks.get(call.tx, channel.id, call.args.text("bookmark_id") or "")
    if found is None:
        raise Refused("not_found")
    return found


def _edit(call: Call) -> JsonObject:
    before = _existing(call)
    after = bookmarks.edit(
        call.tx,
        before,
        title=call.args.text("title") or before.title,
        link=_link(call, before.link),
        emoji=_emoji(call, before.emoji),
    )
    return {"bookmark": bookmark_object(call.tx, after)}


def _remove(call: Call) -> JsonObject:
    bookmarks.remove(call.tx, _existing(call))
    return {}


def _list(call: Call) -> JsonObject:
    channel = _channel(call, "access_denied")
    found = bookmarks.of_channel(call.tx, channel.id)
    return {"bookmarks": [bookmark_object(call.tx, each) for each in found]}


_CHANNEL = Argument("channel_id", required=True, missing="channel_not_found")
_TITLE_MAX, _LINK_MAX = 256, 2048

METHODS = (
    Method(
        "bookmarks.add",
        _add,
        Tier.T2,
        (
            _CHANNEL,
            Argument("title", required=True, max_length=_TITLE_MAX),
            Argument("type", required=True, missing="invalid_bookmark_type"),
            Argument("link", max_length=_LINK_MAX),
            Argument("emoji"),
            Argument("entity_id"),
            Argument("access_level", choices=("read", "write")),
            Argument("parent_id"),
        ),
        scopes=("bookmarks:write",),
        errors=errors(
            "channel_not_found invalid_bookmark_type invalid_emoji invalid_link permission_denied"
            " too_many_bookmarks"
        ),
    ),
    Method(
        "bookmarks.edit",
        _edit,
        Tier.T2,
        (
            _CHANNEL,
            Argument("bookmark_id", required=True, missing="not_found"),
            Argument("title", max_length=_TITLE_MAX),
            Argument("link", max_length=_LINK_MAX),
            Argument("emoji"),
        ),
        scopes=("bookmarks:write",),
        errors=errors("channel_not_found invalid_emoji invalid_link not_found permission_denied"),
    ),
    Method(
        "bookmarks.remove",
        _remove,
        Tier.T2,
        (_CHANNEL, Argument("bookmark_id", required=True, missing="not_found"), Argument("quip_section_id")),
        scopes=("bookmarks:write",),
        errors=errors("channel_not_found not_found permission_denied"),
    ),
    Method(
        "bookmarks.list",
        _list,
        Tier.T3,
        (_CHANNEL,),
        scopes=("bookmarks:read",),
        errors=errors("access_denied channel_not_found"),
    ),
)
