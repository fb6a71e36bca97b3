"""An app that acknowledges everything and keeps what it heard."""

import asyncio
from typing import Any

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.socket_app import SocketApp


class Capture:
    """Does things in the workspace, and keeps what the app hears of them."""

    def __init__(self, caller: Caller, app: SocketApp) -> None:
        self.caller = caller
        self.app = app
        self.heard: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            self.heard.append((await self.app.handle())["payload"])
            self._news.set()

    async def stop_listening(self) -> None:
        """Acknowledge nothing any more; the test does."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def stop(self) -> None:
        """Hang up."""
        await self.stop_listening()
        await self.app.connection.close()

    async def until(self, kind: str, *, subtype: str | None = None) -> dict[str, Any]:
        """The newest delivery of a kind, once there is one."""
        async with asyncio.timeout(5):
            while True:
                found = [each for each in self.heard if _kind(each) == (kind, subtype)]
                if found:
                    return found[-1]
                self._news.clear()
                await self._news.wait()

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """Something that the responder does."""
        answer = await self.caller.control(path, user="responder", **body)
        document: dict[str, Any] = answer.json()
        assert document["ok"], document
        return document

    async def api(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Something that the app does."""
        answer = await self.caller.api(method, **arguments)
        assert answer["ok"], answer
        return answer


def _kind(payload: dict[str, Any]) -> tuple[str, str | None]:
    event: dict[str, Any] = payload.get("event", payload)
    return event.get("type", "slash_command"), event.get("subtype")
