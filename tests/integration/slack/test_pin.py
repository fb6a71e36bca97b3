"""The pin needs only that the card stands."""

from pathlib import Path
from typing import Any

import pytest

from tests.integration.slack.lane import Lane, lane


async def _with_the_pin_to_do(driven: Lane) -> dict[str, Any]:
    """The card stands and is up to date, but Slack did not take its pin; returns the card."""
    await driven.fault(method="pins.add", status=429, retry_after=1)
    assert not await driven.one_pass()
    channel = await driven.channel()
    assert channel["pins"] == []
    (card,) = (await driven.messages(channel["id"]))["card"]
    return dict(card)


@pytest.mark.parametrize("trouble", [{"status": 429, "retry_after": 30}, {"status": 500}])
async def test_a_card_that_slack_does_not_update_does_not_keep_its_pin_waiting(
    tmp_path: Path, sqlite_url: str, trouble: dict[str, int]
) -> None:
    """The same pass pins it; the update comes when Slack takes it."""
    async with lane(tmp_path, sqlite_url) as driven:
        card = await _with_the_pin_to_do(driven)
        await driven.story.act("commanded")
        await driven.fault(method="chat.update", **trouble)
        assert not await driven.one_pass()
        assert (await driven.channel())["pins"] == [card["ts"]]
        await driven.to_rest()
        assert len(await driven.calls("pins.add")) == 2


async def test_a_card_that_the_bot_holds_back_does_not_keep_its_pin_waiting(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Neither does the pace at which a card is redrawn."""
    async with lane(tmp_path, sqlite_url) as driven:
        card = await _with_the_pin_to_do(driven)
        await driven.fault(method="pins.add", status=429, retry_after=1)
        await driven.story.act("redrawn")
        assert not await driven.one_pass()
        await driven.story.act("redrawn")
        before = len(await driven.calls("chat.update"))
        assert not await driven.one_pass(seconds=4)
        assert len(await driven.calls("chat.update")) == before
        assert (await driven.channel())["pins"] == [card["ts"]]


async def test_a_pin_that_slack_limits_does_not_keep_the_card_waiting(
    tmp_path: Path, sqlite_url: str
) -> None:
    """The other way round it is the same."""
    async with lane(tmp_path, sqlite_url) as driven:
        await _with_the_pin_to_do(driven)
        await driven.fault(method="pins.add", status=429, retry_after=30)
        await driven.story.act("commanded")
        before = len(await driven.calls("chat.update"))
        assert not await driven.one_pass()
        assert len(await driven.calls("chat.update")) == before + 1


async def test_a_card_that_is_deleted_before_it_was_pinned_is_posted_again_and_pinned(
    tmp_path: Path, sqlite_url: str
) -> None:
    """In one pass: nobody may bring about another one."""
    async with lane(tmp_path, sqlite_url) as driven:
        card = await _with_the_pin_to_do(driven)
        channel = await driven.channel()
        await driven.reconciler.gateway.delete(channel["id"], card["ts"])
        await driven.story.act("commanded")
        assert await driven.one_pass()
        (again,) = (await driven.messages(channel["id"]))["card"]
        assert again["ts"] != card["ts"]
        assert (await driven.channel())["pins"] == [again["ts"]]


async def test_a_pinned_card_that_is_deleted_is_pinned_again_in_the_pass_that_posts_it(
    tmp_path: Path, sqlite_url: str
) -> None:
    """And in a later one, where Slack limits the pin."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        channel = await driven.channel()
        for limited in (False, True):
            (card,) = (await driven.messages(channel["id"]))["card"]
            await driven.reconciler.gateway.delete(channel["id"], card["ts"])
            await driven.story.act("redrawn")
            if limited:
                await driven.fault(method="pins.add", status=429, retry_after=1)
            assert await driven.one_pass() is not limited
            if limited:
                assert await driven.one_pass()
            (again,) = (await driven.messages(channel["id"]))["card"]
            assert (await driven.channel())["pins"] == [again["ts"]]


async def test_a_message_that_slack_does_not_update_does_not_keep_its_thread_waiting(
    tmp_path: Path, sqlite_url: str
) -> None:
    """What stands under an announcement needs only its ts; and an update is posted while all updates are limited."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.fault(method="chat.update", status=429, retry_after=30)
        await driven.story.act("updated")
        assert not await driven.one_pass()
        incident = await driven.messages((await driven.channel())["id"])
        broadcast = await driven.messages(str(driven.known.broadcast_channel))
        assert "update/1" in incident
        assert "update/1/broadcast" in broadcast
