"""A real workspace on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.app_manifest import write_manifest
from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.capture import Capture
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.person import Person
from tests.integration.sandbox.socket_app import connect_app


@pytest.fixture
async def caller(tmp_path: Path) -> AsyncIterator[Caller]:
    """A workspace without rate limits."""
    async with (
        serve(SandboxSettings(tmp_path, port=0, rate_limits=False)) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        yield Caller(running, client)


@pytest.fixture
async def limited(tmp_path: Path) -> AsyncIterator[Caller]:
    """A workspace with Slack's rate limits."""
    async with (
        serve(SandboxSettings(tmp_path, port=0)) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        yield Caller(running, client)


@pytest.fixture
def moved_time() -> MovedTime:
    """Real time that stands still until the test moves it."""
    return MovedTime()


@pytest.fixture
async def eager(tmp_path: Path, moved_time: MovedTime) -> AsyncIterator[Caller]:
    """A workspace whose app is subscribed to everything, on a real time that the test moves."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False, manifest_path=write_manifest(tmp_path))
    async with (
        serve(settings, real_time=moved_time) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        yield Caller(running, client)


@pytest.fixture
async def capture(eager: Caller) -> AsyncIterator[Capture]:
    """A connected app that acknowledges everything."""
    capturing = Capture(eager, await connect_app(eager))
    yield capturing
    await capturing.stop()


@pytest.fixture
async def person(eager: Caller) -> AsyncIterator[Person]:
    """A responder and a connected app."""
    app = await connect_app(eager)
    yield Person(eager, app)
    await app.connection.close()
