"""A real local workspace with the bot in it, and what people do there."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest
from sqlalchemy import select

from bot.incidents.diagnosis_log import DiagnosisRequestRow
from bot.slack.services import Services

DEADLINE_S = 15.0
PAUSE_S = 0.02

Found = TypeVar("Found")


class Office:
    """The workspace and the bot in it."""

    def __init__(self, services: Services, client: httpx.AsyncClient) -> None:
        self.services = services
        self.client = client

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Do something by the control API."""
        answer = await self.client.post(f"/sandbox/{path}", json=body)
        document: dict[str, Any] = answer.raise_for_status().json()
        return document

    async def command(self, user: str, text: str, channel: str = "general") -> str:
        """Type it; what is answered at once."""
        answer = await self.post("commands", user=user, channel=channel, command="/certinc", text=text)
        return str(answer["response"]["text"])

    async def later(self, words: str, user: str, channel: str = "general") -> str:
        """The message with these words, once the person sees it."""

        async def seen() -> str | None:
            texts = [str(message["text"]) for message in await self._messages(user, channel)]
            return next((text for text in texts if words in text), None)

        return await _until(seen, f"“{words}”")

    async def incident_channel(self, user: str) -> str:
        """The channel of the only incident, once the person is in it."""

        async def found() -> str | None:
            answer = await self.client.get("/sandbox/channels", params={"user": user})
            channels = [each for each in answer.json()["channels"] if each["name"].startswith("inc-")]
            return next((str(each["name"]) for each in channels if each["is_member"]), None)

        return await _until(found, "the incident's channel")

    async def message(self, words: str, user: str, channel: str) -> dict[str, Any]:
        """The message whose text or blocks have these words, once the person sees it."""

        async def seen() -> dict[str, Any] | None:
            messages = await self._messages(user, channel)
            return next((each for each in messages if words in json.dumps(each, ensure_ascii=False)), None)

        return await _until(seen, f"“{words}”")

    async def _messages(self, user: str, channel: str) -> list[dict[str, Any]]:
        answer = await self.client.get(f"/sandbox/channels/{channel}/messages", params={"user": user})
        return list(answer.json()["messages"])

    async def targets(self) -> list[str]:
        """What was asked for and not refused, in order."""
        async with self.services.database.reading() as session:
            rows = await session.scalars(select(DiagnosisRequestRow).order_by(DiagnosisRequestRow.id))
            return [row.target for row in rows]


async def _until(look: Callable[[], Awaitable[Found | None]], what: str) -> Found:
    """Look until there is something: the bot works in the same loop, and tells nobody when it is done."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(PAUSE_S)  # between two looks, so that the bot has its turn; nothing is waited out
    pytest.fail(f"{what} did not come")
