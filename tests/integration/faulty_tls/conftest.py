"""Endpoints of each test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.faulty_tls import serve_faulty_endpoints
from tests.integration.faulty_tls.wire import Lab


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """All endpoints, with a new PKI, on a clock that the test may move."""
    clock = Clock()
    async with serve_faulty_endpoints(tmp_path, clock) as endpoints:
        yield Lab(endpoints, clock)
