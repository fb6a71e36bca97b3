"""Every call to Slack that the bot makes, with Slack's errors translated. Nothing else touches the SDK's client.

The SDK's own retries are switched off: a call whose reply was lost may have been done, and only the
reconciler knows how to find out.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks import Block, Json
from bot.slack.budget import Budget, Priority
from bot.slack.errors import (
    MISCONFIGURED,
    UNAVAILABLE,
    SlackBusyError,
    SlackMisconfiguredError,
    SlackRefusedError,
    SlackUnavailableError,
    SlackUnreachableError,
)
from bot.slack.message import Message, Upload

Answer = TypeVar("Answer")

CALL_TIMEOUT_S = 5.0
"""Longest a call may take: shorter than a job's lease, so that no call outlives it."""

EVENT_TYPE = "certinc_message"
"""``event_type`` of the metadata on each message. Metadata is readable in the whole workspace."""

LOOK_BACK = timedelta(seconds=5)
LOOK_UP_MESSAGES = 15


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in this workspace."""

    team_id: str
    user_id: str
    bot_id: str
    workspace_url: str


class SlackGateway:
    """Slack, as the reconciler and the listeners use it.

    Args:
        client: The SDK's client, with the bot token and the base URL.
        budget: How many calls Slack takes.
    """

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._client = client
        self._budget = budget or Budget()

    async def identity(self) -> Identity:
        """auth.test."""
        answer = await self._asked("auth.test", self._client.auth_test)
        return Identity(answer["team_id"], answer["user_id"], answer["bot_id"], answer["url"])

    async def channel_by_name(self, name: str, *, created_by: str | None = None) -> str | None:
        """The id of a channel that the bot is in, by name (users.conversations); None where it is in none."""
        cursor = ""
        while True:
            answer = await self._asked(
                "users.conversations",
                self._client.users_conversations,
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=200,
                cursor=cursor or None,
            )
            for found in answer["channels"]:
                if found["name"] == name and created_by in (None, found.get("creator")):
                    return str(found["id"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None

    async def create_channel(self, name: str, *, private: bool) -> str:
        """conversations.create; returns the channel's id."""
        answer = await self._asked(
            "conversations.create", self._client.conversations_create, name=name, is_private=private
        )
        return str(answer["channel"]["id"])

    async def invite(self, channel: str, users: Sequence[str]) -> dict[str, str]:
        """conversations.invite; returns the error code of each user who could not be invited."""
        try:
            answer = await self._asked(
                "conversations.invite",
                self._client.conversations_invite,
                channel=channel,
                users=list(users),
                force=True,
            )
        except _RefusedWithAnswerError as refused:
            errors = _errors_by_user(refused.answer)
            if errors:
                return errors
            if refused.code == "already_in_channel":
                return {}
            if len(users) == 1 and not isinstance(refused, SlackMisconfiguredError):
                return {users[0]: refused.code}
            raise
        return _errors_by_user(answer)

    async def full_names(self, users: Collection[str]) -> dict[str, str]:
        """Each person's full name (users.info); someone Slack says nothing about keeps their id."""

        async def name_of(user: str) -> str:
            try:
                answer = await self._asked("users.info", self._client.users_info, user=user)
            except SlackRefusedError:
                return user
            profile = answer["user"].get("profile") or {}
            return str(profile.get("real_name") or profile.get("display_name") or user)

        return {user: await name_of(user) for user in users}

    async def is_full_member(self, user: str, team_id: str) -> bool:
        """Whether the person belongs to the workspace, and is no guest (users.info).

        Somebody of another workspace, somebody who is gone, and whoever Slack does not fully describe is none.
        """
        try:
            answer = await self._asked("users.info", self._client.users_info, user=user)
        except SlackRefusedError as refused:
            if refused.code in {"user_not_found", "user_not_visible"}:
                return False
            raise
        found = answer["user"]
        teams = [found.get("team_id"), *((found.get("enterprise_user") or {}).get("teams") or ())]
        is_guest = any(found.get(key) is not False for key in ("is_restricted", "is_ultra_restricted"))
        return team_id in teams and not (is_guest or found.get("is_stranger") or found.get("deleted"))

    async def set_topic(self, channel: str, topic: str) -> None:
        """conversations.setTopic."""
        await self._asked(
            "conversations.setTopic",
            self._client.conversations_setTopic,
            channel=channel,
            topic=topic,
        )

    async def post(
        self, channel: str, message: Message, *, incident_id: str, key: str, thread_ts: str | None
    ) -> str:
        """chat.postMessage with metadata by which the message can be found again; returns its ts."""
        answer = await self._asked(
            "chat.postMessage",
            self._client.chat_postMessage,
            channel=channel,
            text=message.text,
            blocks=_plain(message.blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"incident": incident_id, "key": key}},
            unfurl_links=False,
            unfurl_media=False,
            thread_ts=thread_ts,
        )
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, message: Message, priority: Priority) -> None:
        """chat.update; the metadata stays."""
        await self._asked(
            "chat.update",
            self._client.chat_update,
            priority=priority,
            channel=channel,
            ts=ts,
            text=message.text,
            blocks=_plain(message.blocks),
        )

    async def delete(self, channel: str, ts: str) -> None:
        """chat.delete; a message that is gone already counts as deleted."""
        try:
            await self._asked("chat.delete", self._client.chat_delete, channel=channel, ts=ts)
        except SlackRefusedError as refused:
            if refused.code != "message_not_found":
                raise

    async def pin(self, channel: str, ts: str) -> None:
        """pins.add; a message that is pinned already counts as pinned."""
        try:
            await self._asked("pins.add", self._client.pins_add, channel=channel, timestamp=ts)
        except SlackRefusedError as refused:
            if refused.code != "already_pinned":
                raise

    async def find_posted(
        self, channel: str, *, incident_id: str, key: str, since: datetime, thread_ts: str | None
    ) -> list[str]:
        """The ts of each of our messages with this key, oldest first, from a little before ``since``."""
        oldest = f"{(since - LOOK_BACK).timestamp():.6f}"
        options: dict[str, Any] = {
            "channel": channel,
            "oldest": oldest,
            "limit": LOOK_UP_MESSAGES,
            "include_all_metadata": True,
        }
        if thread_ts:
            answer = await self._asked(
                "conversations.replies", self._client.conversations_replies, ts=thread_ts, **options
            )
        else:
            answer = await self._asked("conversations.history", self._client.conversations_history, **options)
        wanted = {"incident": incident_id, "key": key}
        return sorted(
            str(message["ts"])
            for message in answer["messages"]
            if (message.get("metadata") or {}).get("event_type") == EVENT_TYPE
            and message["metadata"].get("event_payload") == wanted
        )

    async def announce_upload(self, upload: Upload) -> tuple[str, str]:
        """files.getUploadURLExternal; returns the file's id, and the URL that takes its bytes."""
        place = await self._asked(
            "files.getUploadURLExternal",
            self._client.files_getUploadURLExternal,
            filename=upload.name,
            length=len(upload.content),
        )
        return str(place["file_id"]), str(place["upload_url"])

    async def upload(self, upload_url: str, content: bytes) -> None:
        """Send the bytes of a file. Nobody sees it before `share_files`."""

        async def send() -> None:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_TIMEOUT_S)) as session,
                session.post(upload_url, data=content) as answer,
            ):
                if answer.status != 200:
                    raise SlackUnavailableError("the file upload", f"status {answer.status}")

        await _translated("the file upload", send)

    async def share_files(
        self, titles: Mapping[str, str], channel: str, *, thread_ts: str | None, comment: str
    ) -> None:
        """files.completeUploadExternal: one message with the files of these ids."""
        await self._asked(
            "files.completeUploadExternal",
            self._client.files_completeUploadExternal,
            files=[{"id": file_id, "title": title} for file_id, title in titles.items()],
            channel_id=channel,
            thread_ts=thread_ts,
            initial_comment=comment,
        )

    async def is_shared(self, file_id: str, channel: str) -> bool:
        """Whether the file stands in the channel (files.info); one that was never completed does not."""
        try:
            answer = await self._asked("files.info", self._client.files_info, file=file_id)
        except SlackRefusedError as refused:
            if refused.code != "file_not_found":
                raise
            return False
        shares = answer["file"].get("shares") or {}
        return any(channel in places for places in shares.values())

    async def topic(self, channel: str) -> str:
        """The channel's topic as it is (conversations.info)."""
        answer = await self._asked("conversations.info", self._client.conversations_info, channel=channel)
        return str(answer["channel"]["topic"]["value"])

    async def open_view(self, trigger_id: str, view: Mapping[str, Json]) -> str:
        """views.open; returns the view's id. Only within 3 s of the click."""
        answer = await self._asked(
            "views.open", self._client.views_open, trigger_id=trigger_id, view=_plain(view)
        )
        return str(answer["view"]["id"])

    async def post_ephemeral(self, channel: str, user: str, text: str) -> None:
        """chat.postEphemeral: shown to one person, at most once."""
        await self._asked(
            "chat.postEphemeral", self._client.chat_postEphemeral, channel=channel, user=user, text=text
        )

    async def respond(self, response_url: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Answer one person by the ``response_url`` of their command or click: ephemeral, at most once."""

        async def send() -> None:
            webhook = AsyncWebhookClient(response_url, timeout=int(CALL_TIMEOUT_S), retry_handlers=[])
            answer = await webhook.send(
                text=text,
                blocks=_plain(list(blocks)) if blocks else None,
                response_type="ephemeral",
                replace_original=False,
            )
            if answer.status_code != 200:
                raise SlackRefusedError("response_url", answer.body.strip() or str(answer.status_code))

        await _translated("response_url", send)

    async def _asked(
        self,
        method: str,
        call: Callable[..., Awaitable[AsyncSlackResponse]],
        *,
        priority: Priority = Priority.URGENT,
        **arguments: object,
    ) -> AsyncSlackResponse:
        """Make the call, if there is room for it."""
        channel = str(arguments.get("channel", ""))
        self._budget.spend(method, channel=channel, priority=priority)

        async def ask() -> AsyncSlackResponse:
            return await call(**arguments)

        try:
            return await _translated(method, ask)
        except SlackBusyError as busy:
            self._budget.refused(method, channel=channel, retry_after_s=busy.retry_after_s)
            raise


class _RefusedWithAnswerError(SlackRefusedError):
    """A refusal whose answer holds more than its code."""

    def __init__(self, method: str, code: str, detail: str, answer: Mapping[str, Any]) -> None:
        super().__init__(method, code, detail)
        self.answer = answer


class _MisconfiguredWithAnswerError(SlackMisconfiguredError, _RefusedWithAnswerError):
    """The same, where an operator must act."""


async def _translated(method: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
    """Make the call; whatever the SDK or the network raises becomes one of our errors."""
    try:
        return await call()
    except SlackApiError as error:
        raise _from_answer(method, error) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        # aiohttp raises these before anything of the request was sent.
        raise SlackUnreachableError(method, str(error) or type(error).__name__) from error
    except TimeoutError as error:
        raise SlackUnavailableError(method, f"no answer within {CALL_TIMEOUT_S:g} s") from error
    except (aiohttp.ClientError, SlackClientError, OSError, json.JSONDecodeError) as error:
        raise SlackUnavailableError(method, str(error) or type(error).__name__) from error


def _from_answer(
    method: str, error: SlackApiError
) -> SlackBusyError | SlackUnavailableError | SlackRefusedError:
    response = error.response
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    headers = getattr(response, "headers", {})
    data = response.data if isinstance(response, AsyncSlackResponse) else {}
    answer: Mapping[str, Any] = data if isinstance(data, dict) else {}
    code = str(answer.get("error", ""))
    if status == 429 or code == "ratelimited":
        return SlackBusyError(method, float(headers.get("Retry-After", 1)))
    if status >= 500 or not code or code in UNAVAILABLE:
        return SlackUnavailableError(method, code or f"status {status}")
    detail = f"needs {answer['needed']}" if answer.get("needed") else ""
    if code in MISCONFIGURED:
        return _MisconfiguredWithAnswerError(method, code, detail, answer)
    return _RefusedWithAnswerError(method, code, detail, answer)


def _errors_by_user(answer: Mapping[str, Any] | AsyncSlackResponse) -> dict[str, str]:
    return {
        str(error["user"]): str(error["error"])
        for error in answer.get("errors") or ()
        if error.get("user") and error.get("error") != "already_in_channel"
    }


def _plain(value: Any) -> Any:
    """Tuples as lists and mappings as dicts, as the SDK's JSON encoder wants them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
