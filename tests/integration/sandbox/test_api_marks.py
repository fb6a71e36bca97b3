"""What is left on messages and channels: reactions, pins, bookmarks."""

from typing import Any

import pytest

from bot.sandbox.web_api.methods import bookmarks, pins
from tests.integration.sandbox.caller import Caller


async def _post(caller: Caller, text: str = "words") -> dict[str, Any]:
    """A message in #incidents, as the arguments that name it."""
    channel = await caller.channel("incidents")
    posted = await caller.api("chat.postMessage", channel=channel, text=text)
    return {"channel": channel, "timestamp": posted["ts"]}


async def test_a_reaction_is_given_once_and_taken_once(eager: Caller) -> None:
    """``already_reacted``, then ``no_reaction``; each person's own counts by itself."""
    message = await _post(eager)
    await eager.control(
        "reactions", user="responder", channel="incidents", ts=message["timestamp"], name="eyes"
    )
    assert (await eager.api("reactions.add", name="eyes", **message))["ok"]
    assert (await eager.api("reactions.add", name=":eyes:", **message))["error"] == "already_reacted"
    (shown,) = (await eager.api("reactions.get", **message))["message"]["reactions"]
    assert (shown["name"], shown["count"], len(shown["users"])) == ("eyes", 2, 2)
    assert (await eager.api("reactions.remove", name="eyes", **message))["ok"]
    assert (await eager.api("reactions.remove", name="eyes", **message))["error"] == "no_reaction"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"name": "Not an emoji"}, "invalid_name"),
        ({"timestamp": "yesterday"}, "bad_timestamp"),
        ({"timestamp": "1.000001"}, "message_not_found"),
        ({"timestamp": ""}, "no_item_specified"),
        ({"channel": "C0NOWHERE0"}, "channel_not_found"),
    ],
)
async def test_what_cannot_be_reacted_to(eager: Caller, arguments: dict[str, Any], error: str) -> None:
    """The error says what is wrong with it."""
    given = {"name": "eyes"} | await _post(eager) | arguments
    assert (await eager.api("reactions.add", **given))["error"] == error


async def test_a_message_takes_twenty_three_different_reactions(eager: Caller) -> None:
    """The next is ``too_many_emoji``; one that is there already still counts up."""
    message = await _post(eager)
    for number in range(23):
        assert (await eager.api("reactions.add", name=f"e{number}", **message))["ok"]
    assert (await eager.api("reactions.add", name="e23", **message))["error"] == "too_many_emoji"


async def test_a_pin_is_set_once_and_taken_once(eager: Caller) -> None:
    """``already_pinned``, then ``no_pin``; the list has the newest first."""
    first, second = await _post(eager), await _post(eager)
    for message in (first, second):
        assert (await eager.api("pins.add", **message))["ok"]
    assert (await eager.api("pins.add", **first))["error"] == "already_pinned"
    items = (await eager.api("pins.list", channel=first["channel"]))["items"]
    assert [item["message"]["ts"] for item in items] == [second["timestamp"], first["timestamp"]]
    assert (await eager.api("pins.remove", **first))["ok"]
    assert (await eager.api("pins.remove", **first))["error"] == "no_pin"


async def test_a_channel_takes_a_hundred_pins(eager: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next is ``too_many_pins``. A lower limit stands for it here, to be quick."""
    assert pins.MAX_PINS == 100
    monkeypatch.setattr(pins, "MAX_PINS", 3)
    for number in range(3):
        assert (await eager.api("pins.add", **await _post(eager, str(number))))["ok"]
    assert (await eager.api("pins.add", **await _post(eager, "one more")))["error"] == "too_many_pins"


async def test_slacks_own_lines_cannot_be_pinned(eager: Caller) -> None:
    """``not_pinnable``; a message that is not there is ``message_not_found``."""
    channel = (await eager.api("conversations.create", name="lines"))["channel"]["id"]
    (joined,) = (await eager.api("conversations.history", channel=channel))["messages"]
    refused = await eager.api("pins.add", channel=channel, timestamp=joined["ts"])
    assert refused["error"] == "not_pinnable"
    absent = await eager.api("pins.add", channel=channel, timestamp="1.000001")
    assert absent["error"] == "message_not_found"


async def test_a_deleted_message_takes_its_pin_along(eager: Caller) -> None:
    """The channel has one pin less."""
    message = await _post(eager)
    await eager.api("pins.add", **message)
    await eager.api("chat.delete", channel=message["channel"], ts=message["timestamp"])
    assert (await eager.api("pins.list", channel=message["channel"]))["items"] == []


async def _bookmark(caller: Caller, **more: Any) -> dict[str, Any]:
    channel = await caller.channel("incidents")
    arguments = {"channel_id": channel, "title": "Docs", "type": "link", "link": "https://example.com/"}
    return await caller.api("bookmarks.add", **(arguments | more))


async def test_bookmarks_are_added_changed_and_removed(eager: Caller) -> None:
    """In the order in which they were added; a removed one is ``not_found``."""
    channel = await eager.channel("incidents")
    first = (await _bookmark(eager))["bookmark"]["id"]
    await _bookmark(eager, title="More")
    changed = await eager.api("bookmarks.edit", channel_id=channel, bookmark_id=first, title="Read this")
    assert changed["bookmark"]["link"] == "https://example.com/"
    listed = (await eager.api("bookmarks.list", channel_id=channel))["bookmarks"]
    assert [each["title"] for each in listed] == ["Read this", "More"]
    assert (await eager.api("bookmarks.remove", channel_id=channel, bookmark_id=first))["ok"]
    gone = await eager.api("bookmarks.remove", channel_id=channel, bookmark_id=first)
    assert gone["error"] == "not_found"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"link": "no link"}, "invalid_link"),
        ({"emoji": "No Emoji!"}, "invalid_emoji"),
        ({"type": "folder"}, "invalid_bookmark_type"),
        ({"channel_id": "C0NOWHERE0"}, "channel_not_found"),
    ],
)
async def test_what_cannot_be_a_bookmark(eager: Caller, arguments: dict[str, Any], error: str) -> None:
    """The error says what is wrong with it."""
    assert (await _bookmark(eager, **arguments))["error"] == error


async def test_a_channel_takes_a_hundred_bookmarks(eager: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next is ``too_many_bookmarks``. A lower limit stands for it here, to be quick."""
    assert bookmarks.MAX_BOOKMARKS == 100
    monkeypatch.setattr(bookmarks, "MAX_BOOKMARKS", 3)
    for number in range(3):
        assert (await _bookmark(eager, title=str(number)))["ok"]
    assert (await _bookmark(eager))["error"] == "too_many_bookmarks"
