"""Which events the app gets: those that its manifest asks for, with a scope for them, where the bot is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.sandbox.activity.events import unsent
from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import Grants
from tests.integration.sandbox.app_manifest import write_manifest
from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.capture import Capture
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.socket_app import connect_app


@asynccontextmanager
async def _capture(directory: Path, without: list[str]) -> AsyncIterator[Capture]:
    """A connected app whose manifest lacks something."""
    manifest = write_manifest(directory, without=without)
    settings = SandboxSettings(directory, port=0, rate_limits=False, manifest_path=manifest)
    async with (
        serve(settings, real_time=MovedTime()) as running,
        httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
    ):
        caller = Caller(running, client)
        capture = Capture(caller, await connect_app(caller))
        yield capture
        await capture.stop()


async def _everything(capture: Capture) -> None:
    """Each kind of event once, and ``app_home_opened`` at the end."""
    caller = capture.caller
    public = (await capture.api("conversations.create", name="open"))["channel"]["id"]
    private = (await capture.api("conversations.create", name="closed", is_private=True))["channel"]["id"]
    for channel in (public, private):
        user = caller.running.people["responder"]
        posted = await capture.api("chat.postMessage", channel=channel, text="words")
        await capture.api("conversations.invite", channel=channel, users=user)
        await capture.do("reactions", channel=channel, ts=posted["ts"], name="eyes")
        await capture.do("reactions", channel=channel, ts=posted["ts"], name="eyes", remove=True)
        await capture.api("pins.add", channel=channel, timestamp=posted["ts"])
        await capture.api("pins.remove", channel=channel, timestamp=posted["ts"])
        await capture.do("messages", channel=channel, text="@eager hello")
        await capture.api("conversations.kick", channel=channel, user=user)
    await capture.api("conversations.rename", channel=public, name="wide-open")
    await capture.api("conversations.rename", channel=private, name="shut")
    await capture.api("conversations.archive", channel=public)
    await capture.api("conversations.archive", channel=private)
    opened = await capture.api("conversations.open", users=caller.running.people["responder"])
    await capture.do("messages", channel=opened["channel"]["id"], text="@eager in private")
    await capture.do("home/open")
    await capture.until("app_home_opened")


def _heard(capture: Capture) -> set[str]:
    """The subscriptions that what was heard belongs to."""
    kinds = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
    events = [each["event"] for each in capture.heard if "event" in each]
    return {
        kinds[str(event["channel_type"])] if event["type"] == "message" else str(event["type"])
        for event in events
    }


EVERY = {
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_created",
    "channel_rename",
    "group_archive",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
}


async def test_an_app_that_asks_for_everything_hears_everything(capture: Capture) -> None:
    """Every event that this workspace has."""
    await _everything(capture)
    assert _heard(capture) == EVERY


@pytest.mark.parametrize(
    "event", ["app_mention", "channel_archive", "member_joined_channel", "message.channels", "pin_added"]
)
async def test_what_is_not_subscribed_to_is_not_heard(tmp_path: Path, event: str) -> None:
    """Though the scope is granted."""
    async with _capture(tmp_path, [event]) as capture:
        await _everything(capture)
        assert _heard(capture) == EVERY - {event}


@pytest.mark.parametrize(
    ("scope", "events"),
    [
        ("app_mentions:read", {"app_mention"}),
        ("im:history", {"message.im"}),
    ],
)
async def test_what_has_no_scope_is_not_heard(tmp_path: Path, scope: str, events: set[str]) -> None:
    """Though it is subscribed to."""
    async with _capture(tmp_path, [scope]) as capture:
        await _everything(capture)
        assert _heard(capture) == EVERY - events


async def test_membership_of_a_private_channel_needs_the_scope_of_private_ones(tmp_path: Path) -> None:
    """``channels:read`` alone tells of public ones only."""
    async with _capture(tmp_path, ["groups:read"]) as capture:
        await _everything(capture)
        joined = [
            each["event"]["channel_type"]
            for each in capture.heard
            if each.get("event", {}).get("type") == "member_joined_channel"
        ]
    assert set(joined) == {"C"}


async def test_a_mention_in_a_direct_message_is_a_message(capture: Capture) -> None:
    """There, everything is for the app; ``app_mention`` is of channels."""
    opened = await capture.api("conversations.open", users=capture.caller.running.people["responder"])
    await capture.do("messages", channel=opened["channel"]["id"], text="@eager hello")
    await capture.until("message")
    await capture.do("messages", channel="incidents", text="@eager hello")
    await capture.do("home/open")
    await capture.until("app_home_opened")
    mentions = [each["event"] for each in capture.heard if each["event"]["type"] == "app_mention"]
    assert [each["channel"] for each in mentions] == [await capture.caller.channel("incidents")]


async def test_what_happens_where_the_bot_is_not_is_not_heard(capture: Capture) -> None:
    """Neither messages nor reactions."""
    said = await capture.do("messages", channel="general", text="unheard")
    await capture.do("reactions", channel="general", ts=said["ts"], name="eyes")
    await capture.do("messages", channel="incidents", text="heard")
    await capture.until("message")
    assert [each["event"]["text"] for each in capture.heard] == ["heard"]


async def test_a_removed_pin_says_whether_others_stay(capture: Capture) -> None:
    """``has_pins``."""
    channel = await capture.caller.channel("incidents")
    posted = [
        (await capture.api("chat.postMessage", channel=channel, text=text))["ts"] for text in ("a", "b")
    ]
    for ts in posted:
        await capture.api("pins.add", channel=channel, timestamp=ts)
    for ts, others in zip(posted, (True, False), strict=True):
        capture.heard.clear()
        await capture.api("pins.remove", channel=channel, timestamp=ts)
        event = (await capture.until("pin_removed"))["event"]
        assert (event["has_pins"], event["item"]["message"]["ts"]) == (others, ts)


def test_an_event_that_will_never_come_is_named_with_why() -> None:
    """One that the workspace does not have, and one without its scope."""
    grants = Grants(
        scopes=frozenset({"channels:history"}),
        events=frozenset({"message.channels", "reaction_added", "team_join"}),
    )
    assert unsent(grants) == {
        "reaction_added": "the app lacks the scope reactions:read",
        "team_join": "this workspace does not have it",
    }
