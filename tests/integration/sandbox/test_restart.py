"""What the workspace answered, it has committed: a restarted one is the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.sandbox.errors import DataDirInUseError, PortTakenError
from bot.sandbox.real_time import RealTime
from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.app_manifest import write_manifest
from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.socket_app import connect_app


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


async def test_a_person_keeps_what_only_they_saw(tmp_path: Path) -> None:
    """It is the workspace that restarts, not the person's client, whose session goes on."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False)
    async with _served(settings) as caller:
        channel, user = await caller.channel("incidents"), caller.running.people["responder"]
        assert (await caller.api("chat.postEphemeral", channel=channel, user=user, text="for you"))["ok"]
    async with _served(settings) as caller:
        shown = await caller.client.get("/sandbox/channels/incidents/messages?user=responder")
        assert [message["text"] for message in shown.json()["messages"]] == ["for you"]


async def test_an_event_that_was_not_acknowledged_survives_a_restart(tmp_path: Path) -> None:
    """The app that connects afterwards gets it, when it is sent again: at once, or after a minute."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False, manifest_path=write_manifest(tmp_path))
    async with _served(settings) as caller:
        app = await connect_app(caller)
        await caller.control("messages", user="responder", channel="incidents", text="unheard")
        await app.receive()
    moved_time = MovedTime()
    async with _served(settings, moved_time) as caller:
        app = await connect_app(caller)
        moved_time.move(60)
        assert (await app.handle())["payload"]["event"]["text"] == "unheard"


async def test_another_manifest_gives_the_bot_another_name(tmp_path: Path) -> None:
    """Who keeps a data directory and brings another bot meets that bot; tokens and ids stay."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False)
    async with _served(settings) as caller:
        before = await caller.api("auth.test")
    manifest = write_manifest(tmp_path)
    manifest.write_text(manifest.read_text("utf-8").replace("display_name: eager", "display_name: Responder"))
    async with _served(replace(settings, manifest_path=manifest)) as caller:
        after = await caller.api("auth.test")
        # A person is called so already.
        assert (before["user"], after["user"]) == ("certinc", "responder2")
        assert (before["user_id"], before["bot_id"]) == (after["user_id"], after["bot_id"])
        shown = (await caller.api("users.info", user=after["user_id"]))["user"]
        assert (shown["name"], shown["real_name"]) == ("responder2", "Responder")


@asynccontextmanager
async def _served(settings: SandboxSettings, moved_time: MovedTime | None = None) -> AsyncIterator[Caller]:
    async with (
        serve(settings, real_time=moved_time or RealTime()) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        yield Caller(running, client)


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
