"""One request and its answer over HTTP/1.1, read within bounds. h11 speaks, so that each byte is counted here."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import h11

from bot.diagnostics.fetching.allowance import Allowance
from bot.diagnostics.fetching.outcome import FailureKind, FetchRefusedError
from bot.diagnostics.visible_text import visible

READ_BYTES = 65_536
MAX_HEAD_BYTES = 32_768
"""Of everything before the body, interim answers included."""
MAX_EVENTS_AT_ONCE = 500
"""An answer in tiny pieces may not keep the event loop to itself."""
LARGE_BYTES = 1_000_000
"""From here on an answer is put together off the loop; below, that takes less than a millisecond."""
USER_AGENT = b"certinc"
_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    authority: str
    """For the Host header."""
    target: str
    body: bytes | None = None
    """None is a GET."""
    content_type: str = ""


async def exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    message: Message,
    allowance: Allowance,
    on_head: Callable[[], None],
) -> bytes:
    """The body of an answer with status 200. The caller bounds the time; ``on_head`` is told when the answer begins.

    Raises:
        FetchRefusedError: The answer is another one, or too large, or no HTTP.
        OSError: The connection broke.
    """
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
    for event in _events(message):
        writer.write(connection.send(event) or b"")
    await writer.drain()
    incoming = _Incoming(connection, reader)
    try:
        head = await incoming.head()
        on_head()
        _check_head(head, allowance)
        return await incoming.body(allowance)
    except h11.RemoteProtocolError as error:
        detail = f"what answers does not speak HTTP as it should: {visible(str(error), 100)}"
        raise FetchRefusedError(FailureKind.MALFORMED, detail) from error


def _events(message: Message) -> list[h11.Event]:
    headers = [
        (b"Host", message.authority.encode("ascii")),
        (b"User-Agent", USER_AGENT),
        (b"Accept", b"*/*"),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
    ]
    target = message.target.encode("ascii")
    if message.body is None:
        return [h11.Request(method=b"GET", target=target, headers=headers), h11.EndOfMessage()]
    headers.append((b"Content-Type", message.content_type.encode("ascii")))
    headers.append((b"Content-Length", str(len(message.body)).encode("ascii")))
    request = h11.Request(method=b"POST", target=target, headers=headers)
    return [request, h11.Data(data=message.body), h11.EndOfMessage()]


class _Incoming:
    """The answer, event by event."""

    def __init__(self, connection: h11.Connection, reader: asyncio.StreamReader) -> None:
        self._connection = connection
        self._reader = reader
        self._received = 0

    async def head(self) -> h11.Response:
        """The final answer's head; interim ones (RFC 9110, 15.2) are passed over, but count."""
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if self._received > MAX_HEAD_BYTES + READ_BYTES or not isinstance(
                event, h11.InformationalResponse
            ):
                raise FetchRefusedError(FailureKind.MALFORMED, "what answers sends no head of an answer")

    async def body(self, allowance: Allowance) -> bytes:
        """All of it."""
        pieces: list[bytes] = []
        events = 0
        while True:
            event = await self._next()
            if not isinstance(event, h11.Data):
                return await _joined(pieces)
            pieces.append(bytes(event.data))
            allowance.take(len(event.data))
            events += 1
            if events % MAX_EVENTS_AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _next(self) -> h11.Event | None:
        """The next event; None where the answer is over in a way that HTTP does not know."""
        while True:
            event = self._connection.next_event()
            if isinstance(event, h11.Event):
                return event
            if event is not h11.NEED_DATA:
                return None
            data = await self._reader.read(READ_BYTES)
            self._received += len(data)
            self._connection.receive_data(data)


async def _joined(pieces: list[bytes]) -> bytes:
    """In one piece. Copying 40 MB takes as many milliseconds; a thread does it without the interpreter's lock."""
    if sum(map(len, pieces)) < LARGE_BYTES:
        return b"".join(pieces)
    return await asyncio.to_thread(b"".join, pieces)


def _check_head(response: h11.Response, allowance: Allowance) -> None:
    status = response.status_code
    headers = {name: value.decode("latin-1") for name, value in response.headers}
    if status in _REDIRECTS:
        where = visible(headers.get(b"location", "nowhere"), 100)
        raise FetchRefusedError(
            FailureKind.REDIRECT, f"redirects to {where}, and redirects are not followed", status
        )
    if status != 200:
        later = headers.get(b"retry-after")
        hint = f", to be asked again after {visible(later, 40)}" if later else ""
        raise FetchRefusedError(FailureKind.HTTP_STATUS, f"answers HTTP {status}{hint}", status)
    encoding = headers.get(b"content-encoding", "identity").lower()
    if encoding != "identity":
        detail = f"answers in the encoding {visible(encoding, 20)}, which was not asked for"
        raise FetchRefusedError(FailureKind.MALFORMED, detail, status)
    length = headers.get(b"content-length", "")
    if length.isdigit():
        allowance.check(int(length))
