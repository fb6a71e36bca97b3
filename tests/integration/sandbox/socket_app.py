"""An app on Socket Mode without a library, which acknowledges only what it is told to."""

import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.integration.sandbox.caller import Caller


class SocketApp:
    """One connection, after its ``hello``."""

    def __init__(self, connection: ClientConnection, hello: dict[str, Any]) -> None:
        self.connection = connection
        self.hello = hello

    async def receive(self) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def acknowledge(self, envelope: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
        """Answer an envelope."""
        answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if payload is not None:
            answer["payload"] = payload
        await self.connection.send(json.dumps(answer))

    async def handle(self, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        """Acknowledge the next envelope and return it."""
        envelope = await self.receive()
        await self.acknowledge(envelope, payload)
        return envelope


async def socket_url(caller: Caller) -> str:
    """A new WebSocket URL."""
    opened = await caller.api("apps.connections.open", token=caller.running.app_token)
    return str(opened["url"])


async def connect_app(caller: Caller) -> SocketApp:
    """A connected app. Whoever connects it closes it, or the workspace does when it stops."""
    connection = await connect(await socket_url(caller), proxy=None)
    return SocketApp(connection, json.loads(await connection.recv()))
