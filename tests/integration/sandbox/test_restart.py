"""What the workspace answered, it has committed: a restarted one is the same."""

from pathlib import Path

import httpx
import pytest

from bot.sandbox.errors import DataDirInUseError, PortTakenError
from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings


async def test_a_restarted_workspace_is_the_same(tmp_path: Path) -> None:
    """Tokens, people, messages, pins and the clock's offset are kept."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False)
    async with (
        serve(settings) as first,
        httpx.AsyncClient(base_url=first.base_url, trust_env=False) as client,
    ):
        token, people = first.bot_token, first.people
        channel = next(
            c["id"]
            for c in (await client.get("/sandbox/channels")).json()["channels"]
            if c["name"] == "incidents"
        )
        headers = {"Authorization": f"Bearer {token}"}
        posted = await client.post(
            "/api/chat.postMessage", json={"channel": channel, "text": "kept"}, headers=headers
        )
        ts = posted.json()["ts"]
        await client.post("/api/pins.add", json={"channel": channel, "timestamp": ts}, headers=headers)
        await client.post("/sandbox/clock", json={"advance_s": 600})
    async with (
        serve(settings) as again,
        httpx.AsyncClient(base_url=again.base_url, trust_env=False) as client,
    ):
        assert (again.bot_token, again.people) == (token, people)
        assert again.clock.offset.total_seconds() == 600
        shown = (await client.get("/sandbox/channels/incidents/messages")).json()["messages"]
        assert [m["ts"] for m in shown if m["text"] == "kept"] == [ts]
        pins = [
            c["pins"]
            for c in (await client.get("/sandbox/channels")).json()["channels"]
            if c["id"] == channel
        ]
        assert pins == [[ts]]


async def test_one_workspace_owns_a_directory(tmp_path: Path) -> None:
    """The second is told which option helps."""
    settings = SandboxSettings(tmp_path, port=0)
    async with serve(settings):
        with pytest.raises(DataDirInUseError, match="--data-dir"):
            async with serve(settings):
                pass


async def test_a_taken_port_names_the_option(tmp_path: Path) -> None:
    """No traceback, but what to do."""
    async with serve(SandboxSettings(tmp_path / "a", port=0)) as running:
        port = int(running.base_url.rpartition(":")[2])
        with pytest.raises(PortTakenError, match="--port"):
            async with serve(SandboxSettings(tmp_path / "b", port=port)):
                pass
