"""The two ways to speak to a workspace."""

import json
from typing import Any

import httpx

from bot.sandbox.server import RunningSandbox


class Caller:
    """Calls the Web API as an app does, and the control API as the page does."""

    def __init__(self, running: RunningSandbox, client: httpx.AsyncClient) -> None:
        self.running = running
        self.client = client

    async def api(self, method: str, token: str | None = None, **arguments: Any) -> dict[str, Any]:
        """Call a method with the bot's token, or another one. Arguments travel as a form, which every method takes."""
        headers = {"Authorization": f"Bearer {token or self.running.bot_token}"}
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()
        }
        answer = await self.client.post(f"/api/{method}", data=form, headers=headers)
        document: dict[str, Any] = answer.json()
        return document | {"status": answer.status_code, "retry_after": answer.headers.get("Retry-After")}

    async def control(self, path: str, **body: Any) -> httpx.Response:
        """Do something by the control API."""
        return await self.client.post(f"/sandbox/{path}", json=body)

    async def channel(self, name: str) -> str:
        """A channel's id by name."""
        answer = await self.client.get("/sandbox/channels")
        return next(str(c["id"]) for c in answer.json()["channels"] if c["name"] == name)
