"""As much HTTP/1.1 as a CA's services and a stand-in for a web server need."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

MAX_REQUEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """A request that has arrived whole."""

    method: str
    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered; the connection is closed after it."""

    status: str
    """As in ``200 OK``."""
    content_type: str = "text/plain"
    body: bytes = b""
    headers: tuple[str, ...] = field(default=())

    @property
    def wire(self) -> bytes:
        """The bytes on the wire."""
        lines = (
            f"HTTP/1.1 {self.status}",
            f"Content-Type: {self.content_type}",
            f"Content-Length: {len(self.body)}",
            *self.headers,
            "Connection: close",
        )
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


def json_response(status: str, document: object, *headers: str, kind: str = "application/json") -> Response:
    """``document`` as JSON."""
    return Response(status, kind, json.dumps(document).encode(), headers)


BAD_REQUEST = Response("400 Bad Request", body=b"This is plain HTTP, and that was no HTTP request.\n")
Answer = Callable[[Request], Awaitable[Response]]
Reply = Callable[[bytes, bool], None]
"""Send these bytes; True: and close."""


async def welcome(request: Request) -> Response:
    """What the servers of the demo answer."""
    del request
    return Response("200 OK", body=b"ok\n")


class HttpApplication:
    """Reads one request and has it answered.

    Args:
        answer: Makes the response; it may take its time.
    """

    def __init__(self, answer: Answer = welcome) -> None:
        self._answer = answer
        self._received = b""
        self._answering: asyncio.Task[None] | None = None

    def begin(self, reply: Reply) -> None:
        """A client of HTTP speaks first."""

    def receive(self, data: bytes, reply: Reply) -> None:
        """More bytes have come."""
        self._received += data
        if self._answering is not None:
            return
        if self._received[:1] and not self._received[:1].isalpha():
            reply(BAD_REQUEST.wire, True)
            return
        if len(self._received) > MAX_REQUEST_BYTES:
            reply(Response("413 Content Too Large").wire, True)
            return
        request = _parsed(self._received)
        if request is not None:
            self._answering = asyncio.get_running_loop().create_task(self._respond(request, reply))

    def end(self) -> None:
        """The connection is gone."""
        if self._answering is not None:
            self._answering.cancel()

    async def _respond(self, request: Request, reply: Reply) -> None:
        response = await self._answer(request)
        reply(response.wire, True)


def _parsed(received: bytes) -> Request | None:
    """The request; None while it is not there as a whole."""
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return None
    first, *headers = head.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    length = 0
    for header in headers:
        name, _, value = header.partition(":")
        if name.strip().lower() == "content-length" and value.strip().isdigit():
            length = int(value)
    return Request(method, rest.partition(" ")[0], body[:length]) if len(body) >= length else None
