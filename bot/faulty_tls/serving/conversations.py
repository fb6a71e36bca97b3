"""One accepted connection: in clear text or in TLS, at full speed or a byte now and then."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from OpenSSL import SSL

from bot.faulty_tls.serving.http import Reply

PATIENCE_S = 60.0
"""A connection on which nothing is finished by then is closed."""

DRIBBLE_S = 0.2
READ_BYTES = 16_384
Write = Callable[[bytes], None]


class Application(Protocol):
    """What is spoken inside."""

    def begin(self, reply: Reply) -> None:
        """The connection is there."""

    def receive(self, data: bytes, reply: Reply) -> None:
        """More bytes have come."""

    def end(self) -> None:
        """The connection is gone."""


class Conversation(asyncio.Protocol):
    """A connection that ends by itself after a while."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the connection's time."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._limit = asyncio.get_running_loop().call_later(PATIENCE_S, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        del exc
        self._limit.cancel()

    def hand_over(self, successor: "Conversation") -> None:
        """Let ``successor`` carry on with the same connection."""
        self._limit.cancel()
        self.transport.set_protocol(successor)
        successor.connection_made(self.transport)


class SilentConversation(Conversation):
    """It listens, and says nothing."""


class ClearConversation(Conversation):
    """An application without TLS.

    Args:
        application: Made with the conversation, so that it can hand the connection over.
    """

    def __init__(self, application: Callable[["ClearConversation"], Application]) -> None:
        self._application = application(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        super().connection_made(transport)
        self._application.begin(self._reply)

    def data_received(self, data: bytes) -> None:
        """Pass it on."""
        self._application.receive(data, self._reply)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the application."""
        super().connection_lost(exc)
        self._application.end()

    def _reply(self, data: bytes, close: bool) -> None:
        self.transport.write(data)
        if close:
            self.transport.close()


class TlsConversation(Conversation):
    """An application inside TLS, by OpenSSL over memory buffers.

    Args:
        context: What is shown.
        application: What is spoken inside.
        dribbling: Each byte takes its time.
    """

    def __init__(self, context: SSL.Context, application: Application, *, dribbling: bool = False) -> None:
        self._tls = SSL.Connection(context, None)
        self._tls.set_accept_state()
        self._application = application
        self._dribbling = dribbling
        self._drops: Dribble | None = None
        self._is_agreed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the client's hello."""
        super().connection_made(transport)
        if self._dribbling:
            self._drops = Dribble(self.transport.write)

    def data_received(self, data: bytes) -> None:
        """Take the handshake on, or decrypt."""
        self._tls.bio_write(data)
        try:
            if not self._is_agreed:
                self._tls.do_handshake()
                self._is_agreed = True
                self._application.begin(self._reply)
            while True:
                self._application.receive(self._tls.recv(READ_BYTES), self._reply)
        except SSL.WantReadError:
            self._flush()
        except SSL.Error:  # an alert is to go out, or the client has closed
            self._flush()
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the application."""
        super().connection_lost(exc)
        if self._drops is not None:
            self._drops.stop()
        self._application.end()

    def _reply(self, data: bytes, close: bool) -> None:
        if self.transport.is_closing():
            return
        self._tls.sendall(data)
        if close:
            self._tls.shutdown()
        self._flush()
        if close:
            self.transport.close()

    def _flush(self) -> None:
        write = self._drops.write if self._drops is not None else self.transport.write
        while not self.transport.is_closing():
            try:
                write(self._tls.bio_read(READ_BYTES))
            except SSL.WantReadError:
                return


class Dribble:
    """Writes one byte after another, with a pause after each."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._pending = b""
        self._next: asyncio.TimerHandle | None = None

    def write(self, data: bytes) -> None:
        """Send ``data``, in time."""
        self._pending += data
        if self._next is None:
            self._drop()

    def stop(self) -> None:
        """Send no more."""
        if self._next is not None:
            self._next.cancel()

    def _drop(self) -> None:
        self._next = None
        if self._pending:
            self._write(self._pending[:1])
            self._pending = self._pending[1:]
            self._next = asyncio.get_running_loop().call_later(DRIBBLE_S, self._drop)
