"""What goes wrong at Slack, as the bot learns of it."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.blocks import section
from bot.slack.errors import (
    NOTHING_DONE,
    SlackBusyError,
    SlackMisconfiguredError,
    SlackRefusedError,
    SlackUnavailableError,
    SlackUnreachableError,
)
from bot.slack.gateway import SlackGateway
from bot.slack.message import Message
from bot.slack.workspace import read_workspace
from tests.integration.slack.mishaps import client_of, workspace

HELLO = Message("hello", (section("hello"),))


class Connected:
    """A gateway, and the workspace behind it."""

    def __init__(self, running: Any, gateway: SlackGateway, control: httpx.AsyncClient, channel: str) -> None:
        self.running = running
        self.gateway = gateway
        self.control = control
        self.channel = channel

    async def fault(self, **fault: Any) -> None:
        """Order a fault for the next call."""
        (await self.control.post("/sandbox/faults", json={"times": 1, **fault})).raise_for_status()

    async def post(self, key: str = "card") -> str:
        """Post a message in #incidents."""
        return await self.gateway.post(self.channel, HELLO, incident_id="inc_1", key=key, thread_ts=None)

    async def find(self, key: str = "card", since: datetime | None = None) -> list[str]:
        """Look for it."""
        at = since or datetime.now(UTC)
        return await self.gateway.find_posted(
            self.channel, incident_id="inc_1", key=key, since=at, thread_ts=None
        )


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Connected]:
    """A workspace, and a gateway to it."""
    async with (
        workspace(tmp_path) as running,
        aiohttp.ClientSession() as session,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as control,
    ):
        gateway = SlackGateway(client_of(running, session))
        known = await read_workspace(gateway, "incidents")
        yield Connected(running, gateway, control, str(known.broadcast_channel))


async def test_a_limit_says_when_to_come_back(slack: Connected) -> None:
    """429 with ``Retry-After``."""
    await slack.fault(method="chat.postMessage", status=429, retry_after=7)
    with pytest.raises(SlackBusyError) as caught:
        await slack.post()
    assert caught.value.retry_after_s == 7


@pytest.mark.parametrize(
    "fault", [{"status": 500}, {"error": "fatal_error"}, {"drop_reply": True}], ids=["500", "fatal", "lost"]
)
async def test_no_answer_leaves_it_open_whether_it_was_done(slack: Connected, fault: dict[str, Any]) -> None:
    """A server error and a lost reply are the same to who asked."""
    await slack.fault(method="chat.postMessage", **fault)
    with pytest.raises(SlackUnavailableError) as caught:
        await slack.post()
    assert not isinstance(caught.value, NOTHING_DONE)


async def test_without_a_connection_it_was_not_done() -> None:
    """Nobody listens there: that is known, and not a lost reply."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{unused.getsockname()[1]}/api/"
        async with aiohttp.ClientSession() as session:
            client = AsyncWebClient(base_url=base_url, session=session, retry_handlers=[])
            with pytest.raises(SlackUnreachableError) as caught:
                await SlackGateway(client).identity()
    assert isinstance(caught.value, NOTHING_DONE)


async def test_a_lost_reply_is_found_by_its_metadata(slack: Connected) -> None:
    """By incident and key, and only from shortly before it was sent."""
    await slack.fault(method="chat.postMessage", drop_reply=True)
    with pytest.raises(SlackUnavailableError):
        await slack.post()
    assert len(await slack.find()) == 1
    assert await slack.find("another") == []
    assert await slack.find(since=datetime.now(UTC) + timedelta(minutes=1)) == []


async def test_a_refusal_is_a_plain_sentence(slack: Connected) -> None:
    """With Slack's code for the program, and words for the person."""
    channels = (await slack.control.get("/sandbox/channels")).json()["channels"]
    general = next(channel["id"] for channel in channels if channel["name"] == "general")
    with pytest.raises(SlackRefusedError, match="not a member") as caught:
        await slack.gateway.post(general, HELLO, incident_id="i", key="k", thread_ts=None)
    assert caught.value.code == "not_in_channel"


async def test_a_missing_scope_is_named(slack: Connected) -> None:
    """An operator learns which one."""
    await slack.fault(method="chat.postMessage", error="missing_scope")
    with pytest.raises(SlackMisconfiguredError, match="install it again"):
        await slack.post()


async def test_inviting_reports_each_person_by_itself(slack: Connected) -> None:
    """One unknown person does not stop the others, and who is there already is no error."""
    channel = await slack.gateway.create_channel("inc", private=False)
    responder = slack.running.people["responder"]
    assert await slack.gateway.invite(channel, [responder, "U0NOBODY00"]) == {"U0NOBODY00": "user_not_found"}
    assert await slack.gateway.invite(channel, [responder]) == {}
    assert await slack.gateway.invite(channel, ["U0NOBODY00"]) == {"U0NOBODY00": "user_not_found"}


async def test_doing_it_twice_is_doing_it_once(slack: Connected) -> None:
    """A pin that is there, and a message that is gone."""
    ts = await slack.post()
    for _ in range(2):
        await slack.gateway.pin(slack.channel, ts)
    for _ in range(2):
        await slack.gateway.delete(slack.channel, ts)


async def test_people_are_named_in_full_and_strangers_keep_their_id(slack: Connected) -> None:
    """One unknown id does not keep the others from being named."""
    users = (await slack.control.get("/sandbox/users")).json()["users"]
    commander = next(user for user in users if user["name"] == "commander")
    names = await slack.gateway.full_names([commander["id"], "U0NOBODY00"])
    assert names == {commander["id"]: commander["profile"]["real_name"], "U0NOBODY00": "U0NOBODY00"}


async def test_names_wait_for_a_slack_that_does_not_answer(slack: Connected) -> None:
    """A document with ids instead of names would stay so: the caller tries again."""
    await slack.fault(method="users.info", status=500)
    with pytest.raises(SlackUnavailableError):
        await slack.gateway.full_names(["U0NOBODY00"])
