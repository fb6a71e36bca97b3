"""``conversations.*`` that read, ``conversations.mark``, and ``users.conversations``."""

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.channels import channel_object, channel_properties
from bot.sandbox.objects.messages import full_message_object
from bot.sandbox.store import channels, marks, messages, users
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.timestamps import BEGINNING
from bot.sandbox.web_api import paging
from bot.sandbox.web_api.arguments import INVALID, Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors

_PREFIX = {"public": "channels", "private": "groups", "im": "im"}
_KIND = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_END = "9999999999.999999"
_DEFAULT_PAGE = 100
_MAX_PAGE = 999


def _info(call: Call) -> JsonObject:
    channel = call.channel()
    call.require_scope(f"{_PREFIX[channel.kind]}:read")
    shown = channel_object(call.tx, channel, viewer=call.user)
    if channel.kind != "im":
        shown["properties"] = channel_properties(call.tx, channel)
    if call.args.flag("include_num_members"):
        shown["num_members"] = len(channels.members(call.tx, channel.id))
    if call.args.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def _list(call: Call) -> JsonObject:
    known = [each for each in channels.every(call.tx) if not each.is_private or call.is_member(each)]
    found, metadata = _page_of_channels(call, known)
    shown = [
        channel_object(call.tx, each, viewer=call.user)
        | {"num_members": len(channels.members(call.tx, each.id))}
        for each in found
    ]
    for each in shown:
        each.pop("last_read", None)
    return {"channels": shown, "response_metadata": metadata}


def _users_conversations(call: Call) -> JsonObject:
    user = call.args.text("user") or call.user
    if users.by_id(call.tx, user) is None:
        raise Refused(INVALID)
    known = [
        each
        for each in channels.every(call.tx)
        if channels.is_member(call.tx, each.id, user) and (not each.is_private or call.is_member(each))
    ]
    found, metadata = _page_of_channels(call, known)
    return {
        "channels": [channel_object(call.tx, each, viewer=None) for each in found],
        "response_metadata": metadata,
    }


def _page_of_channels(call: Call, known: list[Channel]) -> tuple[list[Channel], JsonObject]:
    types = [part.strip() for part in (call.args.text("types") or "public_channel").split(",")]
    if not set(types) <= set(_KIND):
        raise Refused("invalid_types")
    for each in types:
        call.require_scope("mpim:read" if each == "mpim" else f"{_PREFIX[_KIND[each]]}:read")
    kinds = {_KIND[each] for each in types}
    hides_archived = call.args.flag("exclude_archived")
    wanted = [each for each in known if each.kind in kinds and not (hides_archived and each.is_archived)]
    return paging.page(wanted, call.args.text("cursor"), call.args.number("limit") or _DEFAULT_PAGE)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.require_scope(f"{_PREFIX[channel.kind]}:history")
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    return channel


def _page_size(call: Call) -> int:
    limit = call.args.number("limit")
    if limit is not None and limit < 0:
        raise Refused(INVALID)
    return min(limit or _DEFAULT_PAGE, _MAX_PAGE)


def _history(call: Call) -> JsonObject:
    channel = _readable(call)
    size = _page_size(call)
    oldest = call.args.text("oldest") or BEGINNING
    asked_latest = call.args.text("latest")
    latest, inclusive = asked_latest or _END, call.args.flag("inclusive")
    position = paging.decode(call.args.text("cursor"))
    if position is not None:
        latest, inclusive = position, False
    # One more than asked tells whether there is another page. Bounds without ``inclusive`` are exclusive.
    found = messages.history(call.tx, channel.id, oldest, latest, inclusive=inclusive, limit=size + 1)
    shown = found[:size]
    with_metadata = call.args.flag("include_all_metadata")
    answer: JsonObject = {
        "messages": [full_message_object(call.tx, each, with_metadata=with_metadata) for each in shown],
        "has_more": len(found) > size,
        "pin_count": len(marks.pins(call.tx, channel.id)),
        "channel_actions_count": 0,
    }
    if asked_latest:
        answer["latest"] = asked_latest
    if call.args.text("oldest"):
        answer["oldest"] = oldest
    if len(found) > size:
        answer["response_metadata"] = {"next_cursor": paging.encode(shown[-1].ts)}
    return answer


def _replies(call: Call) -> JsonObject:
    channel = _readable(call)
    asked = messages.get(call.tx, channel.id, call.args.required_text("ts"))
    parent = asked and messages.get(call.tx, channel.id, asked.thread_ts or asked.ts)
    if not parent:
        raise Refused("thread_not_found")
    oldest = call.args.text("oldest") or BEGINNING
    latest = call.args.text("latest") or _END
    inclusive = call.args.flag("inclusive")
    under = [
        each
        for each in messages.replies(call.tx, channel.id, parent.ts)
        if oldest < each.ts < latest or (inclusive and each.ts in {oldest, latest})
    ]
    found, metadata = paging.page([parent, *under], call.args.text("cursor"), _page_size(call))
    with_metadata = call.args.flag("include_all_metadata")
    answer: JsonObject = {
        "messages": [full_message_object(call.tx, each, with_metadata=with_metadata) for each in found],
        "has_more": bool(metadata["next_cursor"]),
    }
    if metadata["next_cursor"]:
        answer["response_metadata"] = metadata
    return answer


def _mark(call: Call) -> JsonObject:
    channel = call.joined_channel()
    prefix = _PREFIX[channel.kind]
    call.require_scope("channels:manage" if prefix == "channels" else f"{prefix}:write")
    channels.mark_read(call.tx, channel.id, call.user, call.args.required_text("ts"))
    return {}


_CHANNEL = Argument("channel", required=True, missing="channel_not_found")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_LIMIT = Argument("limit", Kind.INTEGER, invalid="invalid_limit")
_LISTING = (
    Argument("cursor"),
    Argument("exclude_archived", Kind.BOOLEAN),
    _LIMIT,
    Argument("team_id"),
    Argument("types"),
)
_RANGE = (
    Argument("cursor"),
    Argument("include_all_metadata", Kind.BOOLEAN),
    Argument("inclusive", Kind.BOOLEAN),
    Argument("latest", Kind.TIMESTAMP, invalid="invalid_ts_latest"),
    Argument("limit", Kind.INTEGER),
    Argument("oldest", Kind.TIMESTAMP, invalid="invalid_ts_oldest"),
)
_LIST_ERRORS = errors("invalid_cursor invalid_limit invalid_types")

METHODS = (
    Method(
        "conversations.info",
        _info,
        Tier.T3,
        (_CHANNEL, Argument("include_locale", Kind.BOOLEAN), Argument("include_num_members", Kind.BOOLEAN)),
        scopes=_READ,
        errors=errors("channel_not_found"),
        accepts_json=False,
    ),
    Method(
        "conversations.list", _list, Tier.T2, _LISTING, scopes=_READ, errors=_LIST_ERRORS, accepts_json=False
    ),
    Method(
        "users.conversations",
        _users_conversations,
        Tier.T3,
        (*_LISTING, Argument("user")),
        scopes=_READ,
        errors=_LIST_ERRORS,
        accepts_json=False,
    ),
    Method(
        "conversations.history",
        _history,
        Tier.T3,
        (_CHANNEL, *_RANGE),
        scopes=_HISTORY,
        errors=errors("channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel"),
    ),
    Method(
        "conversations.replies",
        _replies,
        Tier.T3,
        (_CHANNEL, Argument("ts", Kind.TIMESTAMP, required=True, invalid="thread_not_found"), *_RANGE),
        scopes=_HISTORY,
        errors=errors(
            "channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel"
            " thread_not_found"
        ),
        accepts_json=False,
    ),
    Method(
        "conversations.mark",
        _mark,
        Tier.T3,
        (
            _CHANNEL,
            Argument(
                "ts", Kind.TIMESTAMP, required=True, missing="invalid_timestamp", invalid="invalid_timestamp"
            ),
        ),
        scopes=("channels:manage", "groups:write", "im:write", "mpim:write"),
        errors=errors("channel_not_found invalid_timestamp not_in_channel"),
    ),
)
