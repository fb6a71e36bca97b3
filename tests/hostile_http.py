"""HTTP servers on loopback that answer as a test wants, also against every rule."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Handler = Callable[["Visit"], Awaitable[None]]
HOST = "127.0.0.1"


@dataclass
class Visit:
    """One connection, its request head read."""

    head: bytes
    body: bytes
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes, status: str = "200 OK", *headers: str) -> None:
        """Send a proper answer."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        await self.send("\r\n".join(lines).encode("ascii") + body)


@dataclass
class Server:
    """Where it listens, and who came."""

    port: int
    visits: list[Visit] = field(default_factory=list)

    def url(self, path: str = "/", host: str = HOST) -> str:
        """Of something on it."""
        return f"http://{host}:{self.port}{path}"


@contextlib.asynccontextmanager
async def serve(
    handler: Handler, *, host: str = HOST, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """A server of this test's own."""

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line[15:])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                ),
                0,
            )
            visit = Visit(head, await reader.readexactly(length), writer)
            server.visits.append(visit)
            await handler(visit)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had enough
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async with await asyncio.start_server(visited, host, 0, ssl=tls) as listener:
        server = Server(listener.sockets[0].getsockname()[1])
        yield server
        listener.close()


def always(body: bytes, status: str = "200 OK", *headers: str) -> Handler:
    """A handler that gives one answer."""

    async def handler(visit: Visit) -> None:
        await visit.answer(body, status, *headers)

    return handler
