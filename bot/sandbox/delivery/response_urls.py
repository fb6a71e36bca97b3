"""``response_url``: an app's answer to one delivery (Slack, "Handling user interaction")."""

from dataclasses import dataclass, replace

from bot.sandbox.activity import posting
from bot.sandbox.errors import Refused
from bot.sandbox.json_text import read_json
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, channels, messages, permits
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.messages import Message
from bot.sandbox.store.permits import ResponseUrl
from bot.sandbox.web_api.arguments import Arguments, check
from bot.sandbox.web_api.methods.message_content import CONTENT_ARGUMENTS, Content, checked_content


@dataclass(frozen=True, slots=True)
class Response:
    """What an app posts to a response URL, or sends with an acknowledgement."""

    content: Content | None
    """None where it only deletes."""

    in_channel: bool = False
    replace_original: bool = False
    delete_original: bool = False
    thread_ts: str | None = None


def parse_response(body: bytes) -> Response:
    """Read the JSON that an app posts.

    Raises:
        Refused: ``invalid_payload``, or what is wrong with its content.
    """
    try:
        document = read_json(body)
    except ValueError as error:
        raise Refused("invalid_payload") from error
    if not isinstance(document, dict):
        raise Refused("invalid_payload")
    return read_response(document)


def read_response(document: JsonObject) -> Response:
    """Check a response's content.

    Raises:
        Refused: What is wrong with it.
    """
    deletes = document.get("delete_original") is True
    content = None if deletes and not document.get("text") else checked_content(_content_arguments(document))
    thread_ts = document.get("thread_ts")
    return Response(
        content=content,
        in_channel=document.get("response_type") == "in_channel",
        replace_original=document.get("replace_original") is True,
        delete_original=deletes,
        thread_ts=thread_ts if isinstance(thread_ts, str) else None,
    )


def use(tx: Transaction, url: ResponseUrl, response: Response) -> None:
    """Carry out a response: post, replace or delete.

    Raises:
        Refused: ``channel_not_found``, ``is_archived``, or ``message_not_found``.
    """
    channel = channels.by_id(tx, url.channel)
    if channel is None:
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    permits.count_use(tx, url)
    original = url.ts and messages.get_visible(tx, channel.id, url.ts, url.user)
    # A command has no message of its own: what would replace it is posted as a new one
    # (https://github.com/slackapi/bolt-python/issues/1268).
    replaces = response.replace_original and url.ts is not None
    if response.delete_original or replaces:
        if not original:
            raise Refused("message_not_found")
        _change_original(tx, channel, original, response)
    elif response.content:
        post_response(tx, channel, url.user, response, thread_ts=response.thread_ts or url.thread_ts)


def post_response(
    tx: Transaction, channel: Channel, user: str, response: Response, *, thread_ts: str | None
) -> Message | None:
    """Post a response: to ``user`` only, or to the channel. None where there is nothing to post."""
    if response.content is None:
        return None
    message = Message(
        channel=channel.id,
        ts="",
        user=tx.identity.bot_user_id,
        text=response.content.text,
        by_app=True,
        blocks=response.content.blocks,
        thread_ts=thread_ts,
        metadata=response.content.metadata or None if response.in_channel else None,
    )
    if response.in_channel:
        return posting.post(tx, channel, message)
    return posting.post_ephemeral(tx, message, user)


def _change_original(tx: Transaction, channel: Channel, original: Message, response: Response) -> None:
    if response.delete_original:
        if original.viewer:
            messages.delete(tx, original)
        else:
            posting.delete(tx, channel, original)
        return
    if response.content is None:
        return
    after = replace(original, text=response.content.text, blocks=response.content.blocks)
    if original.viewer:
        messages.save(tx, after)
        return
    edited = replace(after, edited_by=tx.identity.bot_user_id, edited_ts=f"{tx.now_s}.000000")
    posting.edit(tx, channel, original, edited)


def _content_arguments(document: JsonObject) -> Arguments:
    return check(CONTENT_ARGUMENTS, document)
