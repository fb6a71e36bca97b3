"""Socket Mode, Slack's side of it (Slack, "Using Socket Mode").

An app asks for a one-use WebSocket URL, gets ``hello``, then envelopes; it answers each with its ``envelope_id``.
Up to ten connections; each envelope goes to one of them.
"""

import asyncio
import contextlib
import json
import secrets
import time
import uuid
from collections.abc import Callable
from typing import Literal

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.sandbox.json_types import JsonObject

MAX_CONNECTIONS = 10
ACK_TIMEOUT_S = 3.0
TICKET_LIFETIME_S = 30.0
CONNECTION_LIFETIME_S = 18_060.0
"""About five hours, as Slack announces in ``approximate_connection_time``."""

WARNING_BEFORE_S = 10.0
"""A ``warning`` comes this long before a connection is closed."""

_HOST = "applink-sandbox"

EnvelopeType = Literal["events_api", "slash_commands", "interactive"]
DisconnectReason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

_log = structlog.get_logger(__name__)


class DeliveryError(Exception):
    """The app did not get an envelope, or did not acknowledge it in time.

    Args:
        code: ``dispatch_failed`` without a connection, ``operation_timeout`` without an answer in 3 s.
    """

    def __init__(self, code: Literal["dispatch_failed", "operation_timeout"]) -> None:
        super().__init__(code)
        self.code = code


class _Connection:
    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self._sending = asyncio.Lock()

    async def send(self, message: JsonObject) -> None:
        async with self._sending:
            await self.websocket.send_text(json.dumps(message))

    async def close(self) -> None:
        if self.websocket.application_state is WebSocketState.CONNECTED:
            # The other side may be gone already; then there is nothing left to close.
            with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError):
                await self.websocket.close(code=1000)


class SocketHub:
    """The app's open connections.

    Args:
        app_id: Told in ``hello``.
        base_url: The workspace's own address, asked when needed.
        on_change: Called when the app's first connection opens or its last one closes.
        lifetime_s: Real seconds after which a connection is refreshed.
    """

    def __init__(
        self,
        *,
        app_id: str,
        base_url: Callable[[], str],
        on_change: Callable[[], None],
        lifetime_s: float = CONNECTION_LIFETIME_S,
    ) -> None:
        self._app_id = app_id
        self._base_url = base_url
        self._on_change = on_change
        self._lifetime_s = lifetime_s
        self._tickets: dict[str, float] = {}
        self._connections: list[_Connection] = []
        self._acks: dict[str, asyncio.Future[JsonObject]] = {}
        self._some_connected = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def is_connected(self) -> bool:
        """Whether the app has a connection."""
        return bool(self._connections)

    async def connected(self) -> None:
        """Wait until the app has a connection."""
        await self._some_connected.wait()

    def issue_url(self) -> str:
        """A URL for one connection, to be used soon."""
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = time.monotonic() + TICKET_LIFETIME_S
        address = self._base_url().replace("http://", "ws://", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, websocket: WebSocket) -> None:
        """Hold one connection until either side closes it. A ticket that is unknown or used gets HTTP 403."""
        expires = self._tickets.pop(websocket.query_params.get("ticket", ""), 0.0)
        if expires < time.monotonic():
            await websocket.close(code=1008)
            return
        await websocket.accept()
        connection = _Connection(websocket)
        if len(self._connections) >= MAX_CONNECTIONS:
            await connection.send(_disconnect("too_many_websockets"))
            await connection.close()
            return
        self._connections.append(connection)
        refresh = asyncio.create_task(self._refresh_in_time(connection))
        try:
            await connection.send(self._hello())
            if len(self._connections) == 1:
                self._some_connected.set()
                self._on_change()
            await self._receive(websocket)
        except (WebSocketDisconnect, RuntimeError) as error:
            _log.debug("socket_closed", error=str(error))
        finally:
            refresh.cancel()
            self._forget(connection)

    async def deliver(
        self,
        kind: EnvelopeType,
        payload: JsonObject,
        *,
        accepts_response_payload: bool,
        retry_attempt: int | None = None,
        retry_reason: str = "",
    ) -> JsonObject:
        """Send an envelope over one of the connections and wait for its acknowledgement.

        Returns:
            The acknowledgement's ``payload``, empty without one.

        Raises:
            DeliveryError: There is no connection, or no acknowledgement within three seconds.
        """
        envelope_id = str(uuid.uuid4())
        envelope: JsonObject = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts_response_payload,
        }
        if retry_attempt is not None:
            envelope |= {"retry_attempt": retry_attempt, "retry_reason": retry_reason}
        acked: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = acked
        try:
            await self._send_to_one(envelope)
            async with asyncio.timeout(ACK_TIMEOUT_S):
                answer = await acked
        except TimeoutError as error:
            raise DeliveryError("operation_timeout") from error
        finally:
            del self._acks[envelope_id]
        return answer if accepts_response_payload else {}

    async def disconnect(self, reason: DisconnectReason | None) -> int:
        """Close every connection, announced with ``reason`` or, for None, without a word.

        A ``warning`` is only announced: the connections are closed ten seconds later.
        """
        closing = list(self._connections)
        for connection in closing:
            if reason:
                await connection.send(_disconnect(reason))
            if reason != "warning":
                await connection.close()
        if reason == "warning":
            for connection in closing:
                self._keep(asyncio.create_task(_close_after_warning(connection)))
        return len(closing)

    async def _send_to_one(self, envelope: JsonObject) -> None:
        while self._connections:
            connection = self._connections.pop(0)
            self._connections.append(connection)
            try:
                await connection.send(envelope)
            except (RuntimeError, WebSocketDisconnect, OSError):
                self._forget(connection)
            else:
                return
        raise DeliveryError("dispatch_failed")

    async def _receive(self, websocket: WebSocket) -> None:
        while True:
            text = await websocket.receive_text()
            try:
                message = json.loads(text)
            except ValueError:
                _log.warning("socket_message_unreadable", text=text[:200])
                continue
            if not isinstance(message, dict):
                continue
            waiting = self._acks.get(str(message.get("envelope_id")))
            payload = message.get("payload")
            if waiting and not waiting.done():
                waiting.set_result(payload if isinstance(payload, dict) else {})

    async def _refresh_in_time(self, connection: _Connection) -> None:
        await asyncio.sleep(max(0.0, self._lifetime_s - WARNING_BEFORE_S))
        await connection.send(_disconnect("warning"))
        await asyncio.sleep(WARNING_BEFORE_S)
        await connection.send(_disconnect("refresh_requested"))
        await connection.close()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _forget(self, connection: _Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            if not self._connections:
                self._some_connected.clear()
                self._on_change()

    def _hello(self) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": _HOST,
                "build_number": 1,
                "approximate_connection_time": int(self._lifetime_s),
            },
            "connection_info": {"app_id": self._app_id},
        }


async def _close_after_warning(connection: _Connection) -> None:
    await asyncio.sleep(WARNING_BEFORE_S)
    await connection.close()


def _disconnect(reason: DisconnectReason) -> JsonObject:
    return {
        "type": "disconnect",
        "reason": reason,
        "debug_info": {"host": f"{_HOST}-{secrets.randbelow(10)}"},
    }
