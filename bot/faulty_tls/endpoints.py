"""Serving the endpoints on loopback: real TLS, ports chosen by the system."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.faulty_tls.catalogue import ENDPOINTS, Endpoint, Fault
from bot.faulty_tls.certificates import DemoPki, Variant, variant_at
from bot.faulty_tls.states import EndpointState, EndpointStates, UnknownEndpointError

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"
REQUEST_TIMEOUT_S = 5.0
SILENCE_S = 60.0


@dataclass(frozen=True)
class _Listener:
    endpoint: Endpoint
    position: int
    socket: socket.socket
    context: ssl.SSLContext | None

    @property
    def static_host(self) -> str:
        address, port = self.socket.getsockname()[:2]
        return f"{self.endpoint.host}:{self.endpoint.port}:{address}:{port}"


class FaultyEndpoints:
    """Endpoints that are being served. Made by `serve_faulty_endpoints`."""

    def __init__(self, pki: DemoPki, states: EndpointStates, directory: Path, clock: Clock) -> None:
        self._pki = pki
        self._states = states
        self._directory = directory
        self._clock = clock
        self._listeners: list[_Listener] = []
        self._servers: list[asyncio.Server] = []

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """What is served."""
        return ENDPOINTS

    @property
    def static_hosts(self) -> tuple[str, ...]:
        """``HOST:PORT:ADDRESS:PORT`` for each address of each endpoint."""
        return tuple(listener.static_host for listener in self._listeners)

    @property
    def trust_anchor_files(self) -> tuple[Path, ...]:
        """The root that clients of the demo trust."""
        return (self._pki.root_file,)

    def state(self, name: str) -> EndpointState:
        """The endpoint's state."""
        return self._states.of(name)

    def set_state(self, name: str, state: EndpointState) -> None:
        """Mend the endpoint, or break it again: the next handshake shows it.

        Raises:
            UnknownEndpointError: There is no such endpoint, or it presents no certificate.
        """
        listeners = [one for one in self._listeners if one.endpoint.name == name]
        if not listeners:
            raise UnknownEndpointError(f"There is no endpoint {name!r}.")
        if not listeners[0].endpoint.fault.presents_certificate:
            raise UnknownEndpointError(f"{name} presents no certificate that could be renewed.")
        self._states.set(name, state)
        for variant in Variant:
            if variant is not Variant.BROKEN:
                self._file(name, variant).unlink(missing_ok=True)
        for listener in listeners:
            self._present(listener)

    async def start(self) -> None:
        """Listen for every endpoint."""
        for endpoint in ENDPOINTS:
            for position in range(endpoint.addresses):
                listener = _Listener(endpoint, position, _bound_socket(position), _context(endpoint))
                self._listeners.append(listener)
                self._present(listener)
                await self._serve(listener)

    async def stop(self) -> None:
        """Close every endpoint."""
        for server in self._servers:
            server.close()
        for listener in self._listeners:
            listener.socket.close()

    def _file(self, name: str, variant: Variant) -> Path:
        return self._directory / f"{name}-{variant}.pem"

    def _present(self, listener: _Listener) -> None:
        if listener.context is None:
            return
        endpoint = listener.endpoint
        variant = variant_at(endpoint, listener.position, self._states.of(endpoint.name))
        file = self._file(endpoint.name, variant)
        if not file.exists():
            self._pki.present(endpoint, variant, self._clock.now()).write(file)
        listener.context.load_cert_chain(file)

    async def _serve(self, listener: _Listener) -> None:
        if listener.endpoint.fault is Fault.REFUSED:
            return  # bound, so that nobody else gets the port; not listening, so that connecting is refused
        silent = listener.endpoint.fault is Fault.SILENT
        self._servers.append(
            await asyncio.start_server(
                _say_nothing if silent else _answer, sock=listener.socket, ssl=listener.context
            )
        )


@asynccontextmanager
async def serve_faulty_endpoints(data_dir: Path, clock: Clock) -> AsyncIterator[FaultyEndpoints]:
    """Serve every endpoint until the block ends. Keys, certificates and states are kept in ``data_dir``."""
    directory = data_dir / "endpoints"
    pki = DemoPki.load(directory, clock.now())
    endpoints = FaultyEndpoints(pki, EndpointStates(directory / "states.json"), directory, clock)
    try:
        await endpoints.start()
        yield endpoints
    finally:
        await endpoints.stop()


def _bound_socket(position: int) -> socket.socket:
    """Bound to 127.0.0.1, .2, .3 in turn; where only .1 exists (macOS), each still has its own port."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.bind((f"127.0.0.{position + 1}", 0))
    except OSError:
        bound.bind(("127.0.0.1", 0))
    return bound


def _context(endpoint: Endpoint) -> ssl.SSLContext | None:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if endpoint.fault.presents_certificate else None


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(REQUEST_TIMEOUT_S):
            asked = await reader.read(1024)
        # A TLS hello on a plain port is no HTTP request; real servers answer it with an error in clear text.
        if asked:
            writer.write(ANSWER)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(SILENCE_S):
            while await reader.read(1024):
                pass
    with contextlib.suppress(OSError):
        writer.close()
