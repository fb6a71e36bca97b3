"""Slack is asked what became of a call only where that is not known."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.slack.lane import Lane, lane
from tests.integration.slack.mishaps import Mishap, Mishaps

LOOK_UPS = {"conversations.history", "conversations.replies", "conversations.info", "users.conversations"}
UNKNOWN = [{"status": 500}, {"drop_reply": True}]
NOTES = 8
DEADLINE_S = 30.0


async def _look_ups(driven: Lane) -> Counter[str]:
    """How often each of the methods was called. One call at start finds the broadcast channel."""
    calls = (await driven.control.get("calls")).json()["calls"]
    return Counter(call["method"] for call in calls if call["method"] in LOOK_UPS) - Counter(
        ["users.conversations"]
    )


async def _notes(driven: Lane) -> list[list[str]]:
    """The ts of each note's copies, in the order in which the notes were written."""
    messages = await driven.messages((await driven.channel())["id"])
    keys = sorted((key for key in messages if key.startswith("note/")), key=lambda key: int(key[5:]))
    return [[message["ts"] for message in messages[key]] for key in keys]


async def test_notes_that_the_bot_holds_back_cost_no_look_up(tmp_path: Path, sqlite_url: str) -> None:
    """Eight notes in a channel that takes one a second, with a pass ten times a second."""
    async with lane(tmp_path, sqlite_url) as driven:
        for _ in range(NOTES):
            await driven.story.act("noted")
        passes = 1
        while not await driven.one_pass(seconds=0.1):
            passes += 1
        assert passes > NOTES
        assert [len(copies) for copies in await _notes(driven)] == [1] * NOTES
        assert not await _look_ups(driven)


async def test_notes_that_slack_limits_cost_no_look_up(tmp_path: Path, sqlite_url: str) -> None:
    """The workspace itself counts, and refuses what the bot thought it would take: each note once, in order."""
    async with lane(tmp_path, sqlite_url, rate_limits=True) as driven:
        for _ in range(NOTES):
            await driven.story.act("noted")
        deadline = time.monotonic() + DEADLINE_S
        while not await driven.one_pass():
            assert time.monotonic() < deadline, "the notes were not all posted"
            await asyncio.sleep(0.05)
        posts = Counter(call["status"] for call in await driven.calls("chat.postMessage"))
        assert posts[429] > NOTES / 2
        notes = await _notes(driven)
        assert [len(copies) for copies in notes] == [1] * NOTES
        assert notes == sorted(notes)
        assert not await _look_ups(driven)


async def test_a_broadcast_thread_that_slack_limits_costs_no_look_up(tmp_path: Path, sqlite_url: str) -> None:
    """Neither does what stands in a thread."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.fault(method="chat.postMessage", status=429, retry_after=1, times=2)
        await driven.story.act("updated")
        assert not await driven.one_pass()
        await driven.to_rest()
        broadcast = await driven.messages(str(driven.known.broadcast_channel))
        assert len(broadcast["update/1/broadcast"]) == 1
        assert not await _look_ups(driven)


@pytest.mark.parametrize("error", ["ratelimited", "missing_scope"])
async def test_a_topic_and_a_channel_that_slack_refuses_for_now_cost_no_look_up(
    tmp_path: Path, sqlite_url: str, error: str
) -> None:
    """Whether it says so by a limit, or because an operator must act first: it did nothing."""
    async with lane(tmp_path, sqlite_url) as driven:
        for method in ("conversations.create", "conversations.setTopic", "chat.postMessage"):
            await driven.fault(method=method, error=error, times=2)
        await driven.to_rest()
        await driven.channel()
        assert len(await driven.calls("conversations.create")) == 3
        assert len(await driven.calls("conversations.setTopic")) == 3
        assert not await _look_ups(driven)


async def test_calls_for_which_there_was_no_connection_cost_no_look_up(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Nothing was sent, so nothing was done: of ten calls, every second one finds Slack out of reach."""
    mishaps = Mishaps(dict.fromkeys(range(2, 22, 2), Mishap.UNREACHABLE))
    async with lane(tmp_path, sqlite_url, mishaps) as driven:
        await driven.story.act("noted")
        await driven.to_rest()
        assert [len(copies) for copies in await _notes(driven)] == [1]
        assert not await _look_ups(driven)


@pytest.mark.parametrize("unknown", UNKNOWN)
async def test_what_is_not_known_is_looked_up_once(
    tmp_path: Path, sqlite_url: str, unknown: dict[str, object]
) -> None:
    """Then the note is posted where it is missing; a limit on that costs no second look."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.story.act("noted")
        await driven.fault(method="chat.postMessage", **unknown)
        await driven.fault(method="chat.postMessage", status=429, retry_after=1, times=3)
        assert not await driven.one_pass()
        await driven.to_rest()
        assert [len(copies) for copies in await _notes(driven)] == [1]
        assert await _look_ups(driven) == {"conversations.history": 1}


async def test_a_topic_whose_outcome_is_not_known_is_looked_up_once(tmp_path: Path, sqlite_url: str) -> None:
    """It stands already: it is not written again, for each write adds a line to the channel."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.fault(method="conversations.setTopic", drop_reply=True)
        await driven.to_rest()
        assert len(await driven.calls("conversations.setTopic")) == 1
        assert await _look_ups(driven) == {"conversations.info": 1}


async def test_a_channel_whose_outcome_is_not_known_is_looked_up_once(
    tmp_path: Path, sqlite_url: str
) -> None:
    """And found."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.fault(method="conversations.create", drop_reply=True)
        await driven.to_rest()
        assert len(await driven.calls("conversations.create")) == 1
        assert await _look_ups(driven) == {"users.conversations": 1}


async def test_a_message_that_was_limited_and_is_no_longer_wanted_is_forgotten(
    tmp_path: Path, sqlite_url: str
) -> None:
    """A reminder that was never sent is neither looked up nor deleted in Slack."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.fault(method="chat.postMessage", status=429, retry_after=30)
        await driven.story.act("reminded")
        assert not await driven.one_pass()
        await driven.story.act("updated")
        assert not (await driven.incident()).reminders
        await driven.to_rest()
        assert "reminder/1" not in await driven.messages((await driven.channel())["id"])
        assert not await driven.calls("chat.delete")
        assert not await _look_ups(driven)
