"""Within Slack's limits by our own count: nobody who waits is delayed by what nobody waits for."""

from pathlib import Path

from tests.integration.slack.lane import lane


async def test_ten_machine_changes_in_a_second_redraw_the_card_once(tmp_path: Path, sqlite_url: str) -> None:
    """And once more when five seconds are over, with the last of them."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        before = len(await driven.calls("chat.update"))
        for _ in range(10):
            await driven.story.act("redrawn")
            await driven.one_pass(seconds=0.1)
        assert len(await driven.calls("chat.update")) == before + 1
        await driven.to_rest()
        assert len(await driven.calls("chat.update")) == before + 2


async def test_a_person_who_clicks_sees_the_card_change_at_once(tmp_path: Path, sqlite_url: str) -> None:
    """Even if it was redrawn a moment ago."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.story.act("redrawn")
        await driven.one_pass(seconds=0.1)
        before = len(await driven.calls("chat.update"))
        await driven.story.act("commanded")
        assert await driven.one_pass(seconds=0.1)
        assert len(await driven.calls("chat.update")) == before + 1


async def test_a_card_that_is_held_back_delays_no_update(tmp_path: Path, sqlite_url: str) -> None:
    """What people wrote is posted in the same pass."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.story.act("redrawn")
        await driven.one_pass(seconds=0.1)
        await driven.story.act("redrawn")
        await driven.story.act("reminded")
        assert not await driven.one_pass(seconds=0.1)
        assert "reminder/1" in await driven.messages((await driven.channel())["id"])


async def test_a_full_channel_is_filled_in_order_and_never_refused(tmp_path: Path, sqlite_url: str) -> None:
    """Thirty notes at once: one a second, each once, in the order in which they were written."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        for _ in range(30):
            await driven.story.act("noted")
        passes = 0
        while not await driven.one_pass(seconds=1):
            passes += 1
        assert 20 <= passes <= 30
        messages = await driven.messages((await driven.channel())["id"])
        notes = [
            (int(key.partition("/")[2]), m["ts"]) for key, (m,) in messages.items() if key.startswith("note/")
        ]
        assert len(notes) == 30
        assert [ts for _, ts in sorted(notes)] == sorted(ts for _, ts in notes)


async def test_a_429_of_slack_is_obeyed_without_asking_again(tmp_path: Path, sqlite_url: str) -> None:
    """Another replica may have used up what we counted on."""
    async with lane(tmp_path, sqlite_url) as driven:
        await driven.to_rest()
        await driven.fault(method="chat.postMessage", status=429, retry_after=30)
        await driven.story.act("noted")
        assert not await driven.one_pass()
        before = len(await driven.calls("chat.postMessage"))
        assert not await driven.one_pass(seconds=20)
        assert len(await driven.calls("chat.postMessage")) == before
        assert await driven.one_pass(seconds=11)
        assert len(await driven.calls("chat.postMessage")) == before + 1
