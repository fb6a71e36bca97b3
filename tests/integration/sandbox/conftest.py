"""A real workspace on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.caller import Caller


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
