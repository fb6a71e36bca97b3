"""Scheduled messages, on the workspace's clock."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.caller import Caller

DAY_S = 24 * 60 * 60


async def _now_s(caller: Caller) -> int:
    return int((await caller.client.get("/sandbox/clock")).json()["now_s"])


async def _schedule(caller: Caller, ahead_s: int, **more: Any) -> dict[str, Any]:
    channel = await caller.channel("incidents")
    post_at = await _now_s(caller) + ahead_s
    arguments: dict[str, Any] = {"channel": channel, "post_at": post_at, "text": "Later"} | more
    return await caller.api("chat.scheduleMessage", **arguments)


async def _texts(caller: Caller) -> list[str]:
    shown = await caller.client.get("/sandbox/channels/incidents/messages")
    return [message["text"] for message in shown.json()["messages"]]


async def test_a_scheduled_message_is_posted_when_its_time_comes(caller: Caller) -> None:
    """Not before, and once."""
    assert (await _schedule(caller, 600))["ok"]
    await caller.control("clock", advance_s=590)
    assert await _texts(caller) == []
    await caller.control("clock", advance_s=20)
    await caller.control("clock", advance_s=600)
    assert await _texts(caller) == ["Later"]


async def test_a_restarted_workspace_posts_what_became_due(tmp_path: Path) -> None:
    """What is scheduled is stored."""
    settings = SandboxSettings(tmp_path, port=0, rate_limits=False)
    async with serve(settings) as running, httpx.AsyncClient(base_url=running.base_url) as client:
        assert (await _schedule(Caller(running, client), 60))["ok"]
    async with serve(settings) as running, httpx.AsyncClient(base_url=running.base_url) as client:
        caller = Caller(running, client)
        await caller.control("clock", advance_s=61)
        assert await _texts(caller) == ["Later"]


async def test_a_scheduled_message_can_be_deleted_until_a_minute_before(caller: Caller) -> None:
    """Then it is too late, and unknown once it was deleted."""
    channel = await caller.channel("incidents")
    kept, dropped = await _schedule(caller, 50), await _schedule(caller, 100)
    for scheduled, error in ((kept, "invalid_scheduled_message_id"), (dropped, None)):
        arguments = {"channel": channel, "scheduled_message_id": scheduled["scheduled_message_id"]}
        answer = await caller.api("chat.deleteScheduledMessage", **arguments)
        assert answer.get("error") == error
    again = await caller.api("chat.deleteScheduledMessage", **arguments)
    assert again["error"] == "invalid_scheduled_message_id"
    await caller.control("clock", advance_s=200)
    assert await _texts(caller) == ["Later"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"post_at": 1}, "time_in_past"),
        ({"ahead_s": 120 * DAY_S + 60}, "time_too_far"),
        ({"post_at": "soon"}, "invalid_time"),
        ({"text": ""}, "no_text"),
        ({"channel": "C404"}, "channel_not_found"),
        ({"blocks": [{"type": "nothing"}]}, "invalid_blocks"),
    ],
)
async def test_a_message_that_cannot_be_scheduled(
    caller: Caller, arguments: Mapping[str, Any], error: str
) -> None:
    """It is checked when it is scheduled, not when it is posted."""
    more = dict(arguments)
    refused = await _schedule(caller, int(more.pop("ahead_s", 60)), **more)
    assert refused["error"] == error


async def test_thirty_messages_in_five_minutes(caller: Caller) -> None:
    """The thirty-first is refused; one for the next five minutes is not."""
    window = (await _now_s(caller) // 300 + 2) * 300
    for second in range(30):
        assert (await _schedule(caller, 0, post_at=window + second))["ok"]
    assert (await _schedule(caller, 0, post_at=window + 299))["error"] == "restricted_too_many"
    assert (await _schedule(caller, 0, post_at=window + 300))["ok"]


async def test_an_archived_channel_gets_no_scheduled_message(caller: Caller) -> None:
    """It is dropped."""
    channel = (await caller.api("conversations.create", name="short-lived"))["channel"]["id"]
    assert (await _schedule(caller, 60, channel=channel))["ok"]
    await caller.api("conversations.archive", channel=channel)
    await caller.control("clock", advance_s=120)
    shown = await caller.client.get("/sandbox/channels/short-lived/messages")
    assert "Later" not in [message["text"] for message in shown.json()["messages"]]
