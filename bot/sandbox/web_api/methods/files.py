"""``files.*`` of the external-upload flow."""

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.files import file_object
from bot.sandbox.store import files
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.files import File
from bot.sandbox.store.messages import Message
from bot.sandbox.web_api.arguments import Argument, Arguments, Kind
from bot.sandbox.web_api.method import Call, Method, Tier, errors
from bot.sandbox.web_api.methods.message_content import checked_blocks

MAX_FILE_BYTES = 20 * 1024 * 1024
"""This workspace keeps files in its database; Slack takes up to 1 GB."""


def _get_upload_url(call: Call) -> JsonObject:
    length = call.args.number("length") or 0
    if length < 1:
        raise Refused("invalid_arguments", messages=("[ERROR] length must be greater than 0",))
    if length > MAX_FILE_BYTES:
        raise Refused("file_upload_size_restricted")
    announced = files.announce(
        call.tx,
        name=call.args.required_text("filename"),
        length=length,
        alt_txt=call.args.text("alt_txt") or "",
        user=call.user,
    )
    return {"upload_url": f"{call.base_url}/upload/v1/{announced.ticket}", "file_id": announced.id}


def _complete_upload(call: Call) -> JsonObject:
    wanted = [_uploaded(call, entry) for entry in call.args.array("files") or []]
    if not wanted:
        raise Refused("invalid_arguments", messages=("[ERROR] no fewer than 1 items allowed",))
    channel = _shared_in(call.args, call)
    done = [
        files.complete(call.tx, file, title=title, channel=channel.id if channel else None)
        for file, title in wanted
    ]
    shown = [file_object(call.tx, each, base_url=call.base_url) for each in done]
    if channel:
        message = Message(
            channel=channel.id,
            ts="",
            user=call.user,
            text=call.args.text("initial_comment") or "",
            by_app=True,
            blocks=checked_blocks(call.args.array("blocks")),
            thread_ts=call.args.text("thread_ts"),
            details={"files": shown, "upload": True, "display_as_bot": False},
        )
        posting.post(call.tx, channel, message)
    return {"files": shown}


def _uploaded(call: Call, entry: object) -> tuple[File, str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise Refused("invalid_arguments", messages=("[ERROR] missing required field: id",))
    file = files.get(call.tx, entry["id"])
    if file is None or file.content is None or file.completed:
        raise Refused("file_not_found")
    title = entry.get("title")
    return file, title if isinstance(title, str) and title else file.name


def _shared_in(args: Arguments, call: Call) -> Channel | None:
    if not args.text("channel_id"):
        return None
    channel = call.channel("channel_id")
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("posting_to_channel_denied")
    return channel


METHODS = (
    Method(
        "files.getUploadURLExternal",
        _get_upload_url,
        Tier.T4,
        (
            Argument("length", Kind.INTEGER, required=True),
            Argument("filename", required=True),
            Argument("snippet_type"),
            Argument("alt_txt", max_length=1000, invalid="alt_txt_too_large"),
        ),
        scopes=("files:write",),
        errors=errors("alt_txt_too_large file_upload_size_restricted"),
        accepts_json=False,
    ),
    Method(
        "files.completeUploadExternal",
        _complete_upload,
        Tier.T4,
        (
            Argument("files", Kind.ARRAY, required=True),
            Argument("channel_id"),
            Argument("channels"),
            Argument("thread_ts", Kind.TIMESTAMP),
            Argument("initial_comment"),
            Argument("blocks", Kind.ARRAY, invalid="invalid_blocks"),
            Argument("username"),
            Argument("icon_url"),
            Argument("icon_emoji"),
        ),
        scopes=("files:write",),
        errors=errors(
            "channel_not_found file_not_found invalid_blocks msg_blocks_too_long not_in_channel"
            " posting_to_channel_denied"
        ),
    ),
)
