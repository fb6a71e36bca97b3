"""A real local workspace with the bot in it, and what people do there."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.incidents.diagnosis_log import DiagnosisRequestRow
from bot.slack.services import Services

DEADLINE_S = 15.0


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
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            answer = await self.client.get(f"/sandbox/channels/{channel}/messages", params={"user": user})
            for message in answer.json()["messages"]:
                if words in message["text"]:
                    return str(message["text"])
            await asyncio.sleep(0.02)
        pytest.fail(f"“{words}” did not come")

    async def incident_channel(self, user: str) -> str:
        """The channel of the only incident, once the person is in it."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            answer = await self.client.get("/sandbox/channels", params={"user": user})
            for channel in answer.json()["channels"]:
                if channel["name"].startswith("inc-") and channel["is_member"]:
                    return str(channel["name"])
            await asyncio.sleep(0.02)
        pytest.fail("the incident's channel did not come")

    async def message(self, words: str, user: str, channel: str) -> dict[str, Any]:
        """The message whose text or blocks have these words, once the person sees it."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            answer = await self.client.get(f"/sandbox/channels/{channel}/messages", params={"user": user})
            for message in answer.json()["messages"]:
                if words in json.dumps(message, ensure_ascii=False):
                    return dict(message)
            await asyncio.sleep(0.02)
        pytest.fail(f"“{words}” did not come")

    async def targets(self) -> list[str]:
        """What was asked for and not refused, in order."""
        async with self.services.database.reading() as session:
            rows = await session.scalars(select(DiagnosisRequestRow).order_by(DiagnosisRequestRow.id))
            return [row.target for row in rows]
