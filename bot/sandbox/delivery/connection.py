"""One Socket Mode connection."""

import asyncio
import contextlib
import json
import secrets
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.sandbox.json_types import JsonObject

DisconnectReason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]
"""Slack, "Using Socket Mode", names the first three; the last is what an eleventh connection gets, by field reports."""


class Connection:
    """A WebSocket that whole messages are sent over, one at a time."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._sending = asyncio.Lock()

    async def send(self, message: JsonObject) -> None:
        """Send one message.

        Raises:
            RuntimeError, WebSocketDisconnect, OSError: The other side is gone.
        """
        async with self._sending:
            await self._websocket.send_text(json.dumps(message))

    async def announce_end(self, reason: DisconnectReason) -> None:
        """Say why this connection ends. One that has ended already needs no word."""
        host = f"applink-sandbox-{secrets.randbelow(10)}"
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": host}}
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError):
            await self.send(message)

    async def close(self) -> None:
        """Close it, if it is open."""
        if self._websocket.application_state is WebSocketState.CONNECTED:
            # The other side may be gone already; then there is nothing left to close.
            with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError):
                await self._websocket.close(code=1000)
