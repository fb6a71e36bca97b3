"""What Slack does not take, or somebody deletes, harms nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.incidents.snapshot import Snapshot
from bot.reviews.snapshot import ReviewSnapshot
from bot.slack.message import Message, Surface
from tests.integration.slack.lane import RENDERER, Lane, lane

FORMLESS = ({"type": "section"},)
"""A block that Slack refuses."""


class Poisoned:
    """The surface, with the form of one key's message spoilt while told so."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.spoilt = True

    def __call__(self, incident: Snapshot, made: ReviewSnapshot | None) -> Surface:
        """As `RENDERER`, but for that key."""
        surface = RENDERER(incident, made)
        postings = [
            replace(posting, message=Message(posting.message.text, FORMLESS))
            if self.spoilt and posting.key == self.key
            else posting
            for posting in surface.postings
        ]
        return Surface(surface.topic, tuple(postings))


async def _shown(driven: Lane) -> dict[str, list[str]]:
    channel = await driven.channel()
    messages = await driven.messages(channel["id"])
    return {key: [message["text"] for message in found] for key, found in messages.items()}


@pytest.mark.parametrize("key", ["card", "runbook"])
async def test_a_message_whose_form_is_refused_says_its_words(
    tmp_path: Path, sqlite_url: str, key: str
) -> None:
    """Once, and everything else stands; the timeline and the log say so."""
    surface = Poisoned(key)
    async with lane(tmp_path, sqlite_url, surface=surface) as driven:
        await driven.story.act("categorised")
        with capture_logs() as logs:
            await driven.to_rest()
        incident = await driven.incident()
        wanted = {p.key: [p.message.text] for p in RENDERER(incident, None).postings}
        shown = await _shown(driven)
        assert shown[key] == wanted[key]
        assert {"card", "runbook"} <= set(shown)
        troubles = [entry.text for entry in incident.timeline if entry.kind == "trouble"]
        assert len(troubles) == 1
        assert f"“{key}”" in troubles[0]
        assert [log["key"] for log in logs if log["event"] == "message_refused"] == [key]


async def test_a_refused_message_is_left_alone_until_its_content_changes(
    tmp_path: Path, sqlite_url: str
) -> None:
    """No pass tries the same content again; new content is tried, and shown in its form."""
    surface = Poisoned("runbook")
    async with lane(tmp_path, sqlite_url, surface=surface) as driven:
        await driven.story.act("categorised")
        await driven.to_rest()
        posts = len(await driven.calls("chat.postMessage"))
        await driven.to_rest()
        assert len(await driven.calls("chat.postMessage")) == posts
        surface.spoilt = False
        await driven.story.act("ticked")
        await driven.to_rest()
        messages = await driven.messages((await driven.channel())["id"])
        (runbook,) = messages["runbook"]
        assert "1 of 6 runbook steps done" in runbook["text"]
        assert len(runbook["blocks"]) > 1


async def test_a_form_that_is_refused_later_leaves_no_stale_words(tmp_path: Path, sqlite_url: str) -> None:
    """The message stands already: its new words replace the old message."""
    surface = Poisoned("runbook")
    surface.spoilt = False
    async with lane(tmp_path, sqlite_url, surface=surface) as driven:
        await driven.story.act("categorised")
        await driven.to_rest()
        surface.spoilt = True
        await driven.story.act("ticked")
        await driven.to_rest()
        messages = await driven.messages((await driven.channel())["id"])
        (runbook,) = messages["runbook"]
        assert "1 of 6 runbook steps done" in runbook["text"]
        assert not runbook.get("blocks")


async def test_a_card_that_was_deleted_is_posted_and_pinned_again(tmp_path: Path, sqlite_url: str) -> None:
    """The card is the incident's face; somebody deleted it by mistake."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        channel = await driven.channel()
        await _delete(driven, channel["id"], "card")
        await driven.story.act("commanded")
        await driven.to_rest()
        (card,) = (await driven.messages(channel["id"]))["card"]
        assert (await driven.channel())["pins"] == [card["ts"]]


async def test_another_message_that_was_deleted_stays_gone_until_its_content_changes(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Whoever deleted it meant to."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.story.act("categorised")
        await driven.to_rest()
        channel = await driven.channel()
        await _delete(driven, channel["id"], "runbook")
        await driven.story.act("ticked")
        await driven.to_rest()
        assert "runbook" not in await driven.messages(channel["id"])
        await driven.story.act("unticked")
        await driven.to_rest()
        assert "runbook" in await driven.messages(channel["id"])


async def _delete(driven: Lane, channel: str, key: str) -> None:
    (message,) = (await driven.messages(channel))[key]
    await driven.reconciler.gateway.delete(channel, message["ts"])
