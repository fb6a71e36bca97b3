"""``conversations.*`` about who is in a channel."""

from bot.sandbox.activity import membership
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.channels import channel_object
from bot.sandbox.store import channels, users
from bot.sandbox.store.channels import Channel
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.paging import page

MAX_INVITED = 100
"""Slack's reference says 100 in one place and 1000 in another; the smaller one is the safe one."""

_CHANNEL = Argument("channel", required=True, missing="channel_not_found")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")


def _require_group(channel: Channel) -> None:
    if channel.kind == "im":
        raise Refused("method_not_supported_for_channel_type")


def _invite(call: Call) -> JsonObject:
    channel = call.channel()
    _require_group(channel)
    prefix = "groups" if channel.is_private else "channels"
    call.require_scope("groups:write" if channel.is_private else "channels:manage", f"{prefix}:write.invites")
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("is_archived")
    asked = list(dict.fromkeys(call.args.ids("users")))
    if not asked:
        raise Refused("no_user")
    if len(asked) > MAX_INVITED:
        raise Refused("invalid_arguments", messages=(f"[ERROR] no more than {MAX_INVITED} users",))
    failed = [(user, code) for user in asked if (code := _why_not(call, channel, user))]
    force = call.args.flag("force")
    if failed and (not force or len(failed) == len(asked)):
        raise Refused(
            failed[0][1], errors=[{"user": user, "ok": False, "error": code} for user, code in failed]
        )
    rejected = {user for user, _ in failed}
    for user in asked:
        if user not in rejected:
            membership.join(call.tx, channel, user, inviter=call.user)
    answer: JsonObject = {"channel": channel_object(call.tx, channel, viewer=call.user)}
    if failed:
        answer["errors"] = [{"user": user, "ok": False, "error": code} for user, code in failed]
    return answer


def _why_not(call: Call, channel: Channel, user: str) -> str | None:
    """The code with which Slack would refuse to invite ``user``, or None."""
    if user == call.user:
        return "cant_invite_self"
    if users.by_id(call.tx, user) is None:
        return "user_not_found"
    return "already_in_channel" if channels.is_member(call.tx, channel.id, user) else None


def _join(call: Call) -> JsonObject:
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    answer: JsonObject = {}
    if call.is_member(channel):
        answer = {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    else:
        membership.join(call.tx, channel, call.user)
    return {"channel": channel_object(call.tx, channel, viewer=call.user)} | answer


def _kick(call: Call) -> JsonObject:
    channel = call.channel()
    _require_group(channel)
    call.require_scope("groups:write" if channel.is_private else "channels:manage")
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    if channel.is_general:
        raise Refused("cant_kick_from_general")
    user = call.args.text("user") or ""
    if user == call.user:
        raise Refused("cant_kick_self")
    call.person(user)
    if not channels.is_member(call.tx, channel.id, user):
        raise Refused("not_in_channel")
    membership.leave(call.tx, channel, user)
    return {}


def _leave(call: Call) -> JsonObject:
    channel = call.channel()
    _require_group(channel)
    call.require_scope("groups:write" if channel.is_private else "channels:manage")
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_general:
        raise Refused("cant_leave_general")
    if not call.is_member(channel):
        return {"not_in_channel": True}
    if channel.is_private and len(channels.members(call.tx, channel.id)) == 1:
        raise Refused("last_member")
    membership.leave(call.tx, channel, call.user)
    return {}


def _members(call: Call) -> JsonObject:
    channel = call.channel()
    found, metadata = page(
        channels.members(call.tx, channel.id), call.args.text("cursor"), call.args.number("limit") or 100
    )
    return {"members": found, "response_metadata": metadata}


def _open(call: Call) -> JsonObject:
    known = call.args.text("channel")
    if known:
        channel = call.channel()
        if channel.kind != "im":
            raise Refused("method_not_supported_for_channel_type")
        return _opened(call, channel, existed=True)
    asked = call.args.ids("users")
    if not asked:
        raise Refused("users_list_not_supplied")
    people = [call.person(user) for user in asked]
    if len(people) > 1:
        # Group direct messages are not part of this workspace.
        raise Refused("invalid_user_combination")
    if people[0].is_bot:
        raise Refused("user_not_found")
    call.require_scope("im:write")
    existed = any(channels.is_member(call.tx, each.id, people[0].id) for each in _direct_messages(call))
    return _opened(call, channels.direct_message(call.tx, people[0].id), existed=existed)


def _direct_messages(call: Call) -> list[Channel]:
    return [channel for channel in channels.every(call.tx) if channel.kind == "im"]


def _opened(call: Call, channel: Channel, *, existed: bool) -> JsonObject:
    shown: JsonObject = {"id": channel.id}
    if call.args.flag("return_im"):
        shown = channel_object(call.tx, channel, viewer=call.user) | {"is_open": True}
    return {"channel": shown} | ({"no_op": True, "already_open": True} if existed else {})


METHODS = (
    Method(
        "conversations.invite",
        _invite,
        Tier.T3,
        (
            _CHANNEL,
            Argument("users", Kind.IDS, required=True, missing="no_user"),
            Argument("force", Kind.BOOLEAN),
        ),
        scopes=(*_MANAGE, "channels:write.invites", "groups:write.invites"),
        errors=errors(
            "already_in_channel cant_invite cant_invite_self channel_not_found is_archived no_user"
            " method_not_supported_for_channel_type not_in_channel user_not_found"
        ),
    ),
    Method(
        "conversations.join",
        _join,
        Tier.T3,
        (_CHANNEL,),
        scopes=("channels:join",),
        errors=errors("channel_not_found is_archived method_not_supported_for_channel_type"),
    ),
    Method(
        "conversations.kick",
        _kick,
        Tier.T3,
        (_CHANNEL, Argument("user", required=True, missing="user_not_found")),
        scopes=("channels:manage", "groups:write"),
        errors=errors(
            "cant_kick_from_general cant_kick_self channel_not_found not_in_channel user_not_found"
            " method_not_supported_for_channel_type restricted_action"
        ),
    ),
    Method(
        "conversations.leave",
        _leave,
        Tier.T3,
        (_CHANNEL,),
        scopes=_MANAGE,
        errors=errors(
            "cant_leave_general channel_not_found is_archived last_member"
            " method_not_supported_for_channel_type"
        ),
    ),
    Method(
        "conversations.members",
        _members,
        Tier.T4,
        (_CHANNEL, Argument("cursor"), Argument("limit", Kind.INTEGER, invalid="invalid_limit")),
        scopes=_READ,
        errors=errors("channel_not_found invalid_cursor invalid_limit method_not_supported_for_channel_type"),
        accepts_json=False,
    ),
    Method(
        "conversations.open",
        _open,
        Tier.T3,
        (
            Argument("channel"),
            Argument("users", Kind.IDS),
            Argument("return_im", Kind.BOOLEAN),
            Argument("prevent_creation", Kind.BOOLEAN),
        ),
        scopes=_MANAGE,
        errors=errors(
            "channel_not_found invalid_user_combination method_not_supported_for_channel_type user_not_found"
            " users_list_not_supplied not_enough_users"
        ),
    ),
)
