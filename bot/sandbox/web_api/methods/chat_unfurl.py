"""``chat.unfurl``: what an app shows of the links in a person's message."""

from collections.abc import Mapping
from dataclasses import replace

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonList, JsonObject
from bot.sandbox.store import channels, messages
from bot.sandbox.web_api.arguments import Argument, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import checked_attachments


def _unfurl(call: Call) -> JsonObject:
    channel_id, ts = _target(call)
    channel = channels.by_id(call.tx, channel_id)
    if channel is None or not call.is_member(channel):
        raise Refused("cannot_find_channel")
    message = messages.get(call.tx, channel.id, ts)
    if message is None:
        raise Refused("cannot_find_message")
    unfurls = call.args.object("unfurls")
    if not unfurls:
        raise Refused("missing_unfurls")
    for url in unfurls:
        if url not in message.text:
            raise Refused("cannot_unfurl_url")
    shown = {each["app_unfurl_url"]: each for each in message.details.get("attachments", [])}
    shown |= {each["app_unfurl_url"]: each for each in _attachments(call, unfurls)}
    details = message.details | {"attachments": _numbered(list(shown.values()))}
    posting.edit(call.tx, channel, message, replace(message, details=details))
    return {}


def _target(call: Call) -> tuple[str, str]:
    """Which message is meant: by channel and ts, or by the two halves of a link event's identity."""
    channel, ts = call.args.text("channel"), call.args.text("ts")
    if call.args.text("unfurl_id") or call.args.text("source"):
        # This workspace sends no link_shared event, so that no unfurl_id exists.
        raise Refused("invalid_unfurl_id" if call.args.text("unfurl_id") else "missing_unfurl_id")
    if not channel:
        raise Refused("missing_channel")
    if not ts:
        raise Refused("missing_ts")
    return channel, ts


def _attachments(call: Call, unfurls: Mapping[str, object]) -> JsonList:
    try:
        attachments = checked_attachments(list(unfurls.values()))
    except Refused as refusal:
        raise Refused("cannot_parse_attachment", messages=refusal.messages) from refusal
    who = call.tx.identity
    return [
        attachment
        | {
            "from_url": url,
            "app_unfurl_url": url,
            "is_app_unfurl": True,
            "app_id": who.app_id,
            "bot_id": who.bot_id,
        }
        for url, attachment in zip(unfurls, attachments, strict=True)
    ]


def _numbered(attachments: JsonList) -> JsonList:
    return [each | {"id": number} for number, each in enumerate(attachments, start=1)]


METHODS = (
    Method(
        "chat.unfurl",
        _unfurl,
        Tier.T3,
        (
            Argument("channel"),
            Argument("ts", Kind.TIMESTAMP, invalid="cannot_find_message"),
            Argument("unfurls", Kind.OBJECT, invalid="invalid_unfurls_format"),
            Argument("unfurl_id"),
            Argument("source", choices=("composer", "conversations_history")),
            Argument("user_auth_message"),
            Argument("user_auth_required", Kind.BOOLEAN),
            Argument("user_auth_url"),
            Argument("user_auth_blocks", Kind.ARRAY),
        ),
        scopes=("links:write",),
        errors=errors(
            "cannot_find_channel cannot_find_message cannot_parse_attachment cannot_unfurl_url"
            " invalid_unfurl_id invalid_unfurls_format missing_channel missing_ts missing_unfurl_id"
            " missing_unfurls"
        ),
    ),
)
