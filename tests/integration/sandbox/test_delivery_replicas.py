"""``certinc sandbox`` alone, used by several bots at once."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from slack_bolt.async_app import AsyncAck, AsyncApp

from tests.integration.sandbox.bolt_app import bolt_app, connected

START_DEADLINE_S = 30.0


@asynccontextmanager
async def _sandbox(data_dir: Path) -> AsyncIterator[httpx.AsyncClient]:
    """``certinc sandbox`` as a process of its own."""
    options = ("--port", "0", "--data-dir", str(data_dir), "--no-rate-limits")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", *options, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_DEADLINE_S)
        base_url = line.decode().removeprefix("Workspace:").strip()
        async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


async def _replica(workspace: httpx.AsyncClient, name: str, heard: list[tuple[str, str]]) -> AsyncApp:
    app = await bolt_app(workspace)

    @app.command("/certinc")
    async def handle(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append((name, command["text"]))
        await ack(f"{name} heard it")

    return app


async def test_two_replicas_share_the_work_of_one_app(tmp_path: Path) -> None:
    """Two Bolt apps on the same app token: each command reaches exactly one of them, and both get some."""
    heard: list[tuple[str, str]] = []
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(_sandbox(tmp_path))
        for name in ("one", "two"):
            await stack.enter_async_context(connected(workspace, await _replica(workspace, name, heard)))
        answers = [await _type(workspace, str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert sorted(text for _, text in heard) == ["0", "1", "2", "3", "4", "5"]
    assert Counter(name for name, _ in heard) == {"one": 3, "two": 3}
    shown = [answer.json()["response"]["text"] for answer in answers]
    assert shown == [f"{name} heard it" for name, _ in heard]


async def test_a_replica_that_stops_leaves_the_work_to_the_other(tmp_path: Path) -> None:
    """After one has gone, every command is answered by the one that stays."""
    heard: list[tuple[str, str]] = []
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(_sandbox(tmp_path))
        await stack.enter_async_context(connected(workspace, await _replica(workspace, "stays", heard)))
        async with connected(workspace, await _replica(workspace, "goes", heard)):
            pass
        answers = [await _type(workspace, str(number)) for number in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert heard == [("stays", "0"), ("stays", "1"), ("stays", "2")]


async def test_a_request_url_elsewhere_is_refused_at_the_start(tmp_path: Path) -> None:
    """Plain sentences and status 2, no traceback."""
    options = ("--data-dir", str(tmp_path), "--request-url", "https://example.com/slack/events")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", *options, stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await asyncio.wait_for(process.communicate(), START_DEADLINE_S)
    assert process.returncode == 2
    assert complaint.decode().startswith("certinc: 'https://example.com/slack/events' is not a request URL")
    assert b"Traceback" not in complaint


async def _type(workspace: httpx.AsyncClient, text: str) -> httpx.Response:
    body = {"user": "responder", "channel": "incidents", "command": "/certinc", "text": text}
    return await workspace.post("/sandbox/commands", json=body)
