"""``kill -9`` of the demo at any moment after an acknowledgement, then a restart: one of everything."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.demo_process import Demo

READY_AGAIN_S = 3.0
"""After a kill -9 a restarted demo is ready within this time."""


@pytest.mark.parametrize("delay_ms", [0, 5, 15, 30, 60, 150])
def test_one_of_everything_after_a_kill(demo: Demo, delay_ms: int) -> None:
    """One channel, one card, one of each message, one pin: nothing is lost and nothing is doubled."""
    demo.command("responder", "open api.example.com")
    time.sleep(delay_ms / 1000)  # the moment of the kill is what is varied here; nothing is waited for
    demo.kill()
    demo.start()
    channel = demo.incident_channel()
    demo.wait_for(lambda: "expired" in demo.message(channel, "diagnosis/1")["text"], "the verdict")
    demo.message(channel, "suggestion")
    demo.message(channel, "diagnosis/1/evidence")
    card = demo.message(channel, "card")
    demo.wait_for(lambda: _pins(demo, channel) == [card["ts"]], "the pin")
    counts = {key: len(found) for key, found in demo.keyed(channel).items()}
    assert counts == {"card": 1, "diagnosis/1": 1, "diagnosis/1/evidence": 1, "suggestion": 1}
    assert len(demo.keyed("incidents")["announcement"]) == 1


def test_a_tick_that_was_acknowledged_is_never_lost(demo: Demo) -> None:
    """A click is committed before it is acknowledged, so a kill right after it changes nothing."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    demo.click("commander", channel, "suggestion", "confirm_category")
    demo.message(channel, "runbook")
    demo.tick("commander", channel)
    demo.kill()
    demo.start()
    demo.wait_for(lambda: "1 of 6" in demo.message(channel, "runbook")["text"], "the tick")


def test_ready_again_soon(demo: Demo) -> None:
    """Whoever restarts in the middle of an incident does not wait."""
    demo.command("responder", "open api.example.com")
    demo.kill()
    assert demo.start() < READY_AGAIN_S


def _pins(demo: Demo, name: str) -> list[str]:
    pins: list[str] = next(channel for channel in demo.channels() if channel["name"] == name)["pins"]
    return pins


def test_a_taken_port_names_the_option(demo: Demo, tmp_path: Path) -> None:
    """The sentence says which option changes it."""
    port = demo.base_url.rpartition(":")[2]
    command = [
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--no-browser",
        "--port",
        port,
        "--data-dir",
        str(tmp_path / "x"),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 2
    assert f"Port {port} is taken" in result.stderr
    assert "--port" in result.stderr
