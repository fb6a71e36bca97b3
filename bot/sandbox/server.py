"""Serving a workspace on loopback, in the same process and event loop as whoever asks."""

import asyncio
import contextlib
import fcntl
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import content
from bot.clock import Clock
from bot.sandbox.activity.events import unsent
from bot.sandbox.asgi import build_app
from bot.sandbox.endpoints import OfferedEndpoints
from bot.sandbox.errors import DataDirInUseError, PortTakenError
from bot.sandbox.manifest import load_manifest
from bot.sandbox.real_time import RealTime
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import users
from bot.sandbox.workspace import Workspace

HOST = "127.0.0.1"
STOP_TIMEOUT_S = 2


class RunningSandbox:
    """A workspace that is being served."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def base_url(self) -> str:
        """Where the page is, without a slash at the end."""
        return self._workspace.base_url

    @property
    def bot_token(self) -> str:
        """``xoxb-…``."""
        return self._workspace.store.identity.bot_token

    @property
    def app_token(self) -> str:
        """``xapp-…``."""
        return self._workspace.store.identity.app_token

    @property
    def clock(self) -> Clock:
        """The workspace's clock."""
        return self._workspace.clock

    @property
    def people(self) -> dict[str, str]:
        """User ids by name."""
        with self._workspace.store.transaction() as tx:
            return {user.name: user.id for user in users.every(tx)}

    @property
    def unsent_events(self) -> dict[str, str]:
        """The events that the app's manifest asks for and that are never sent, each with why."""
        return unsent(self._workspace.store.grants)

    def offer_endpoints(self, endpoints: OfferedEndpoints) -> None:
        """Show these misbehaving endpoints on the page, and let people mend them."""
        self._workspace.endpoints = endpoints

    async def app_connected(self) -> None:
        """Wait until the app has a Socket Mode connection."""
        await self._workspace.sockets.connected()


@asynccontextmanager
async def serve(
    settings: SandboxSettings, *, real_time: RealTime | None = None
) -> AsyncIterator[RunningSandbox]:
    """Serve a workspace until the block ends. A test may bring a ``real_time`` that it can move.

    Raises:
        PortTakenError: Another program listens on the port.
        DataDirInUseError: Another running workspace owns the data directory.
        SandboxError: The workspace's file or the app's manifest cannot be used.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _owned(settings.data_dir), _listening(settings.port) as listener:
        manifest_path = settings.manifest_path or content.root() / "deploy" / "slack-manifest.yaml"
        workspace = Workspace(settings, load_manifest(manifest_path), real_time=real_time)
        workspace.base_url = f"http://{HOST}:{listener.getsockname()[1]}"
        transports: dict[tuple[str, int], asyncio.Transport] = {}
        workspace.cut = _cutting(transports)
        server = _Server(
            uvicorn.Config(
                build_app(workspace),
                http=_protocol(transports),
                ws="websockets-sansio",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=STOP_TIMEOUT_S,
            )
        )
        await workspace.start()
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await server.is_ready.wait()
            yield RunningSandbox(workspace)
        finally:
            server.should_exit = True
            await workspace.stop()
            await serving
            workspace.close()


class _Server(uvicorn.Server):
    """Signals belong to whoever runs the process, not to one of its servers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _protocol(transports: dict[tuple[str, int], asyncio.Transport]) -> type[H11Protocol]:
    """Uvicorn's protocol, which remembers the connections so that one can be cut without an answer."""

    class RememberingProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
            self._peer = transport.get_extra_info("peername")[:2]
            transports[self._peer] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            transports.pop(self._peer, None)
            super().connection_lost(exc)

    return RememberingProtocol


def _cutting(transports: dict[tuple[str, int], asyncio.Transport]) -> Callable[[Request], None]:
    def cut(request: Request) -> None:
        if request.client is not None:
            transports[request.client.host, request.client.port].abort()

    return cut


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"Port {port} is taken by another program.", remedy="Choose another one with --port."
        ) from error
    with contextlib.closing(listener):
        yield listener


@contextmanager
def _owned(data_dir: Path) -> Iterator[None]:
    with (data_dir / "sandbox.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirInUseError(
                f"Another running workspace uses {data_dir}.", remedy="Choose another one with --data-dir."
            ) from error
        yield
