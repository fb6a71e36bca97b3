"""Socket Mode, Slack's side of it (Slack, "Using Socket Mode").

An app asks for a one-use WebSocket URL, gets ``hello``, then envelopes; it answers each with its ``envelope_id``.
Up to ten connections; each envelope goes to one of them.
"""

import asyncio
import secrets
import uuid
from collections.abc import Callable

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.delivery.connection import Connection, DisconnectReason
from bot.sandbox.delivery.dispatch import ACK_TIMEOUT_S, Dispatch
from bot.sandbox.delivery.failure import DeliveryError
from bot.sandbox.json_text import read_json
from bot.sandbox.json_types import JsonObject
from bot.sandbox.real_time import RealTime

MAX_CONNECTIONS = 10
TICKET_LIFETIME_S = 30.0
CONNECTION_LIFETIME_S = 18_060.0
"""About five hours, as Slack announces in ``approximate_connection_time``."""

WARNING_BEFORE_S = 10.0
"""A ``warning`` comes this long before a connection is closed."""

_log = structlog.get_logger(__name__)


class SocketHub:
    """The app's open connections.

    Args:
        app_id: Told in ``hello``.
        base_url: The workspace's own address, asked when needed.
        on_change: Called when the app's first connection opens or its last one closes.
        real_time: Runs acknowledgements, tickets and the connections' lifetime.
    """

    def __init__(
        self,
        *,
        app_id: str,
        base_url: Callable[[], str],
        on_change: Callable[[], None],
        real_time: RealTime,
    ) -> None:
        self._app_id = app_id
        self._base_url = base_url
        self._on_change = on_change
        self._time = real_time
        self._tickets: dict[str, float] = {}
        self._connections: list[Connection] = []
        self._acks: dict[str, asyncio.Future[JsonObject]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._some_connected = asyncio.Event()
        self.is_enabled = True
        """False while Socket Mode is switched off, because the app has a request URL."""

    @property
    def is_connected(self) -> bool:
        """Whether the app has a connection."""
        return bool(self._connections)

    async def connected(self) -> None:
        """Wait until the app has a connection."""
        await self._some_connected.wait()

    def issue_url(self) -> str:
        """A WebSocket URL for one connection, to be used within seconds."""
        now = self._time.now_s()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until > now}
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = now + TICKET_LIFETIME_S
        address = self._base_url().replace("http://", "ws://", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, websocket: WebSocket) -> None:
        """Hold one connection until either side closes it. A ticket that is unknown or used gets HTTP 403."""
        expires = self._tickets.pop(websocket.query_params.get("ticket", ""), 0.0)
        if expires < self._time.now_s():
            await websocket.close(code=1008)
            return
        await websocket.accept()
        connection = Connection(websocket)
        refusal = self._refusal()
        if refusal:
            await connection.announce_end(refusal)
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

    def _refusal(self) -> DisconnectReason | None:
        if not self.is_enabled:
            return "link_disabled"
        return "too_many_websockets" if len(self._connections) >= MAX_CONNECTIONS else None

    async def deliver(self, dispatch: Dispatch) -> JsonObject:
        """Send an envelope over one of the connections and wait for its acknowledgement.

        Returns:
            The acknowledgement's ``payload``, empty without one.

        Raises:
            DeliveryError: There is no connection, or no acknowledgement within three seconds.
        """
        envelope_id = str(uuid.uuid4())
        envelope: JsonObject = {
            "envelope_id": envelope_id,
            "type": dispatch.kind,
            "payload": dispatch.payload,
            "accepts_response_payload": dispatch.accepts_response,
        }
        if dispatch.kind == "events_api":
            envelope |= {"retry_attempt": dispatch.retry_attempt, "retry_reason": dispatch.retry_reason}
        acked: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = acked
        due_s = self._time.now_s() + ACK_TIMEOUT_S
        try:
            await self._send_to_one(envelope)
            answer = await self._time.finish_by(due_s, acked)
        except TimeoutError as error:
            raise DeliveryError("operation_timeout", "timeout") from error
        finally:
            del self._acks[envelope_id]
        return answer if dispatch.accepts_response else {}

    async def disconnect(self, reason: DisconnectReason | None) -> int:
        """Close every connection, announced with ``reason`` or, for None, without a word.

        A ``warning`` is only announced: the connections are closed ten seconds later.
        """
        closing = list(self._connections)
        for connection in closing:
            if reason:
                await connection.announce_end(reason)
            if reason == "warning":
                self._keep(asyncio.create_task(self._refresh_after_warning(connection)))
            else:
                await connection.close()
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
        raise DeliveryError("dispatch_failed", "connection_failed")

    async def _receive(self, websocket: WebSocket) -> None:
        while True:
            text = await websocket.receive_text()
            try:
                message = read_json(text)
            except ValueError:
                _log.warning("socket_message_unreadable", text=text[:200])
                continue
            if not isinstance(message, dict):
                continue
            waiting = self._acks.get(str(message.get("envelope_id")))
            payload = message.get("payload")
            if waiting and not waiting.done():
                waiting.set_result(payload if isinstance(payload, dict) else {})

    async def _refresh_in_time(self, connection: Connection) -> None:
        ends_s = self._time.now_s() + CONNECTION_LIFETIME_S
        await self._time.sleep_until(ends_s - WARNING_BEFORE_S)
        await connection.announce_end("warning")
        await self._refresh(connection, ends_s)

    async def _refresh_after_warning(self, connection: Connection) -> None:
        await self._refresh(connection, self._time.now_s() + WARNING_BEFORE_S)

    async def _refresh(self, connection: Connection, at_s: float) -> None:
        await self._time.sleep_until(at_s)
        if connection in self._connections:
            await connection.announce_end("refresh_requested")
            await connection.close()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _forget(self, connection: Connection) -> None:
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
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": int(CONNECTION_LIFETIME_S),
            },
            "connection_info": {"app_id": self._app_id},
        }
