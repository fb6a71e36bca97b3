"""The whole product as a process, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.demo_process import Demo


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A running demo, with Slack's rate limits off."""
    running = Demo(tmp_path / "demo", "--no-rate-limits")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def limited_demo(tmp_path: Path) -> Iterator[Demo]:
    """A running demo with Slack's rate limits, as a person starts it. No 429 may have lost anything at the end."""
    running = Demo(tmp_path / "demo")
    running.start()
    yield running
    assert running.lost_calls() == []
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one the test is skipped; in CI it fails."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium on PATH")
        pytest.skip("no Chromium on PATH: the page was not tested in a browser")
    return found
