"""Listening sockets that can be closed and opened again on the same port."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

BACKLOG = 128
Greet = Callable[[], Awaitable[asyncio.Protocol]]
"""Makes the conversation for a connection that has been accepted."""


class Door:
    """One address and port of loopback.

    Args:
        position: 0 stands for 127.0.0.1, 1 for 127.0.0.2, …; where only the first exists (macOS), each has
            its own port all the same.
        greet: See `Greet`.
    """

    def __init__(self, position: int, greet: Greet) -> None:
        self._greet = greet
        self._socket = _bound(position)
        self.address, self.port = self._socket.getsockname()[:2]
        self._is_open = False
        self._greetings: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.BaseTransport] = set()

    def open(self) -> None:
        """Listen."""
        if not self._is_open:
            self._socket.listen(BACKLOG)
            asyncio.get_running_loop().add_reader(self._socket, self._accept)
            self._is_open = True

    def shut(self) -> None:
        """Refuse connections; the port stays ours, so that nobody else answers on it."""
        if self._is_open:
            self._leave()
            self._socket = _socket((self.address, self.port))

    async def stop(self) -> None:
        """Give the port back, and end what is being said."""
        self._leave()
        for task in tuple(self._greetings):
            task.cancel()
        for transport in tuple(self._transports):
            transport.abort() if isinstance(transport, asyncio.Transport) else transport.close()
        await asyncio.sleep(0)

    def _leave(self) -> None:
        if self._is_open:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._is_open = False
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            connection.setblocking(False)
            task = asyncio.get_running_loop().create_task(self._converse(connection))
            self._greetings.add(task)
            task.add_done_callback(self._greetings.discard)

    async def _converse(self, connection: socket.socket) -> None:
        try:
            conversation = await self._greet()
            transport, _ = await asyncio.get_running_loop().connect_accepted_socket(
                lambda: conversation, connection
            )
        except BaseException:
            connection.close()
            raise
        self._transports = {known for known in self._transports if not known.is_closing()}
        self._transports.add(transport)


def _bound(position: int) -> socket.socket:
    try:
        return _socket((f"127.0.0.{position + 1}", 0))
    except OSError:
        return _socket(("127.0.0.1", 0))


def _socket(address: tuple[str, int]) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setblocking(False)
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
