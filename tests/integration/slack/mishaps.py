"""A real local workspace in this process, and a client in front of it whose calls meet mishaps."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.sandbox.server import RunningSandbox, serve
from bot.sandbox.settings import SandboxSettings


class Mishap(StrEnum):
    """What can happen to one call."""

    CRASH_BEFORE = "crash-before"
    CRASH_AFTER = "crash-after"
    LIMITED = "limited"
    BROKEN = "broken"
    LOST_REPLY = "lost-reply"
    UNREACHABLE = "unreachable"


class Crashed(BaseException):
    """The process is gone: nothing after this runs."""


@dataclass
class Mishaps:
    """Which call meets which mishap, counted over the whole test."""

    by_call: dict[int, Mishap]
    calls: Iterator[int] = field(default_factory=itertools.count)
    crashed: bool = False

    async def around(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Make the call, or let it meet its mishap. After a crash nothing is called until the restart."""
        if self.crashed:
            raise Crashed
        mishap = self.by_call.get(next(self.calls))
        if mishap is Mishap.CRASH_BEFORE:
            self.crashed = True
            raise Crashed
        if mishap is Mishap.LIMITED:
            raise _api_error({"ok": False, "error": "ratelimited"}, 429)
        if mishap is Mishap.UNREACHABLE:
            raise aiohttp.ConnectionTimeoutError
        if mishap is Mishap.BROKEN:
            raise _api_error({}, 500)
        answer = await call()
        if mishap is Mishap.CRASH_AFTER:
            self.crashed = True
            raise Crashed
        if mishap is Mishap.LOST_REPLY:
            raise aiohttp.ServerDisconnectedError
        return answer


def _api_error(data: dict[str, Any], status: int) -> SlackApiError:
    answer = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers={"Retry-After": "0"},
        status_code=status,
    )
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call] # as the SDK declares it


class MishapClient(AsyncWebClient):
    """The SDK's client, whose every call may meet a mishap."""

    def __init__(self, mishaps: Mishaps, **options: Any) -> None:
        super().__init__(**options)
        self._mishaps = mishaps

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """One call of the Web API."""
        call = super().api_call
        answer: AsyncSlackResponse = await self._mishaps.around(lambda: call(api_method, **options))
        return answer


@asynccontextmanager
async def workspace(data_dir: Path, *, rate_limits: bool = False) -> AsyncIterator[RunningSandbox]:
    """A workspace, without rate limits unless a test is about them."""
    async with serve(SandboxSettings(data_dir, port=0, rate_limits=rate_limits)) as running:
        yield running


def client_of(
    running: RunningSandbox, session: aiohttp.ClientSession, mishaps: Mishaps | None = None
) -> AsyncWebClient:
    """A client of a running workspace, as the bot has it."""
    return MishapClient(
        mishaps or Mishaps({}),
        token=running.bot_token,
        base_url=f"{running.base_url}/api/",
        session=session,
        retry_handlers=[],
    )
