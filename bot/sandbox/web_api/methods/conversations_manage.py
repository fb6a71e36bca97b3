"""``conversations.*`` that make and change a channel."""

from bot.sandbox.activity import channel_settings
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.channels import channel_object
from bot.sandbox.store.channels import Channel, Kind
from bot.sandbox.web_api.arguments import Argument
from bot.sandbox.web_api.arguments import Kind as ArgumentKind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.channel_names import require_free_name

MAX_TOPIC = 250
_MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")
_CHANNEL = Argument("channel", required=True, missing="channel_not_found")


def _manageable(call: Call, *also: str) -> Channel:
    """The named channel, if it is one that can be managed and the bot may."""
    channel = call.channel()
    if channel.kind == "im":
        raise Refused("method_not_supported_for_channel_type")
    scope = "groups:write" if channel.is_private else "channels:manage"
    prefix = "groups" if channel.is_private else "channels"
    call.require_scope(scope, *(f"{prefix}:{each}" for each in also))
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    return channel


def _open_channel(call: Call, *also: str) -> Channel:
    channel = _manageable(call, *also)
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def _shown(call: Call, channel: Channel) -> JsonObject:
    return {"channel": channel_object(call.tx, channel, viewer=call.user)}


def _create(call: Call) -> JsonObject:
    is_private = call.args.flag("is_private")
    call.require_scope("groups:write" if is_private else "channels:manage")
    name = call.args.required_text("name").removeprefix("#")
    require_free_name(call.tx, name)
    kind: Kind = "private" if is_private else "public"
    created = channel_settings.create(call.tx, name=name, kind=kind, creator=call.user)
    return {"channel": channel_object(call.tx, created, viewer=call.user) | {"priority": 0}}


def _set_topic(call: Call) -> JsonObject:
    channel = _open_channel(call, "write.topic")
    topic = call.args.text("topic") or ""
    if len(topic) > MAX_TOPIC:
        raise Refused("too_long")
    return _shown(call, channel_settings.set_topic(call.tx, channel, topic, call.user))


def _set_purpose(call: Call) -> JsonObject:
    channel = _open_channel(call, "write.topic")
    purpose = call.args.text("purpose") or ""
    if len(purpose) > MAX_TOPIC:
        raise Refused("too_long")
    return _shown(call, channel_settings.set_purpose(call.tx, channel, purpose, call.user))


def _rename(call: Call) -> JsonObject:
    channel = _open_channel(call)
    if channel.creator != call.user:
        raise Refused("not_authorized")
    name = call.args.required_text("name").removeprefix("#")
    require_free_name(call.tx, name)
    return _shown(call, channel_settings.rename(call.tx, channel, name, call.user))


def _archive(call: Call) -> JsonObject:
    channel = _manageable(call)
    if channel.is_general:
        raise Refused("cant_archive_general")
    if channel.is_archived:
        raise Refused("already_archived")
    channel_settings.archive(call.tx, channel, call.user)
    return {}


def _unarchive(call: Call) -> JsonObject:
    channel = call.channel()
    if not channel.is_archived:
        raise Refused("not_archived")
    # Slack, conversations.unarchive: "Bot tokens cannot currently be used to unarchive conversations."
    raise Refused("not_in_channel")


_NAME_ERRORS = (
    "invalid_name invalid_name_maxlength invalid_name_punctuation invalid_name_required invalid_name_specials"
    " name_taken"
)
_COMMON = "channel_not_found is_archived method_not_supported_for_channel_type not_in_channel"

METHODS = (
    Method(
        "conversations.create",
        _create,
        Tier.T2,
        (
            Argument("name", required=True, missing="invalid_name_required"),
            Argument("is_private", ArgumentKind.BOOLEAN),
            Argument("team_id"),
        ),
        scopes=_MANAGE,
        errors=errors(f"{_NAME_ERRORS} restricted_action no_channel cannot_create_channel"),
    ),
    Method(
        "conversations.setTopic",
        _set_topic,
        Tier.T2,
        (_CHANNEL, Argument("topic", required=True, may_be_empty=True)),
        scopes=(*_MANAGE, "channels:write.topic", "groups:write.topic"),
        errors=errors(f"{_COMMON} too_long"),
    ),
    Method(
        "conversations.setPurpose",
        _set_purpose,
        Tier.T2,
        (_CHANNEL, Argument("purpose", required=True, may_be_empty=True)),
        scopes=(*_MANAGE, "channels:write.topic", "groups:write.topic"),
        errors=errors(f"{_COMMON} too_long"),
    ),
    Method(
        "conversations.rename",
        _rename,
        Tier.T2,
        (_CHANNEL, Argument("name", required=True, missing="invalid_name_required")),
        scopes=_MANAGE,
        errors=errors(f"{_COMMON} {_NAME_ERRORS} not_authorized"),
    ),
    Method(
        "conversations.archive",
        _archive,
        Tier.T2,
        (_CHANNEL,),
        scopes=_MANAGE,
        errors=errors(
            "channel_not_found method_not_supported_for_channel_type not_in_channel already_archived"
            " cant_archive_general restricted_action"
        ),
    ),
    Method(
        "conversations.unarchive",
        _unarchive,
        Tier.T2,
        (_CHANNEL,),
        scopes=_MANAGE,
        errors=errors("channel_not_found method_not_supported_for_channel_type not_archived not_in_channel"),
    ),
)
