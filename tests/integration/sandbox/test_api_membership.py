"""Who is in a channel, and who knows of it."""

from typing import Any

import pytest

from tests.integration.sandbox.caller import Caller


async def _channel(caller: Caller, name: str = "room", **more: Any) -> str:
    created = await caller.api("conversations.create", name=name, **more)
    return str(created["channel"]["id"])


async def test_joining_twice_is_a_warning(eager: Caller) -> None:
    """``already_in_channel``, and no second line in the channel."""
    channel = await eager.channel("general")
    assert "warning" not in await eager.api("conversations.join", channel=channel)
    again = await eager.api("conversations.join", channel=channel)
    assert (again["ok"], again["warning"]) == (True, "already_in_channel")
    assert again["response_metadata"]["warnings"] == ["already_in_channel"]
    shown = (await eager.client.get("/sandbox/channels/general/messages")).json()["messages"]
    assert [message["subtype"] for message in shown] == ["channel_join"]


async def test_a_private_channel_cannot_be_joined(eager: Caller) -> None:
    """Of one that the bot has left, it does not even know."""
    channel = await _channel(eager, is_private=True)
    joined = await eager.api("conversations.join", channel=channel)
    assert joined["error"] == "method_not_supported_for_channel_type"
    await eager.api("conversations.invite", channel=channel, users=eager.running.people["responder"])
    await eager.api("conversations.leave", channel=channel)
    assert (await eager.api("conversations.join", channel=channel))["error"] == "channel_not_found"


async def test_without_force_nobody_is_invited_if_one_cannot_be(eager: Caller) -> None:
    """Each who cannot is named with why."""
    channel = await _channel(eager)
    bot = (await eager.api("auth.test"))["user_id"]
    users = ",".join([eager.running.people["responder"], "U0NOBODY00", bot])
    refused = await eager.api("conversations.invite", channel=channel, users=users)
    assert [each["error"] for each in refused["errors"]] == ["user_not_found", "cant_invite_self"]
    assert (await eager.api("conversations.members", channel=channel))["members"] == [bot]


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "no_user"),
        ([f"U{number:08d}" for number in range(101)], "invalid_arguments"),
    ],
)
async def test_an_invitation_names_one_to_a_hundred(eager: Caller, users: Any, error: str) -> None:
    """More are refused as a whole."""
    channel = await _channel(eager)
    assert (await eager.api("conversations.invite", channel=channel, users=users))["error"] == error


async def test_people_are_removed_but_not_from_general(eager: Caller) -> None:
    """And only those who are there; the bot does not remove itself."""
    channel, user = await _channel(eager), eager.running.people["responder"]
    kick = "conversations.kick"
    assert (await eager.api(kick, channel=channel, user=user))["error"] == "not_in_channel"
    await eager.api("conversations.invite", channel=channel, users=user)
    assert (await eager.api(kick, channel=channel, user=user))["ok"]
    bot = (await eager.api("auth.test"))["user_id"]
    assert (await eager.api(kick, channel=channel, user=bot))["error"] == "cant_kick_self"
    general = await eager.channel("general")
    await eager.api("conversations.join", channel=general)
    assert (await eager.api(kick, channel=general, user=user))["error"] == "cant_kick_from_general"
    assert (await eager.api("conversations.leave", channel=general))["error"] == "cant_leave_general"


async def test_who_has_left_can_no_longer_post(eager: Caller) -> None:
    """Leaving again is no error."""
    channel = await _channel(eager)
    assert "not_in_channel" not in await eager.api("conversations.leave", channel=channel)
    assert (await eager.api("conversations.leave", channel=channel))["not_in_channel"] is True
    assert (await eager.api("chat.postMessage", channel=channel, text="x"))["error"] == "not_in_channel"


async def test_a_direct_message_is_opened_once(eager: Caller) -> None:
    """Posting to a person goes to the same conversation."""
    user = eager.running.people["responder"]
    first = await eager.api("conversations.open", users=user)
    again = await eager.api("conversations.open", users=user)
    assert (first.get("already_open"), again["already_open"]) == (None, True)
    posted = await eager.api("chat.postMessage", channel=user, text="for you")
    assert posted["channel"] == first["channel"]["id"] == again["channel"]["id"]
    assert (await eager.api("conversations.open"))["error"] == "users_list_not_supplied"


async def test_the_lists_have_what_the_bot_may_know(eager: Caller) -> None:
    """By kind, with or without archived ones; of a person's channels, no private one that the bot is not in."""
    public, private = await _channel(eager, "open"), await _channel(eager, "closed", is_private=True)
    user = eager.running.people["responder"]
    for channel in (public, private):
        await eager.api("conversations.invite", channel=channel, users=user)

    async def names(method: str, **arguments: Any) -> set[str]:
        return {each["name"] for each in (await eager.api(method, **arguments))["channels"]}

    both = "public_channel,private_channel"
    assert await names("conversations.list") == {"general", "incidents", "open"}
    assert await names("conversations.list", types=both) == {"general", "incidents", "open", "closed"}
    assert await names("users.conversations", types=both) == {"incidents", "open", "closed"}
    assert "closed" in await names("users.conversations", types=both, user=user)
    await eager.api("conversations.leave", channel=private)
    await eager.api("conversations.archive", channel=public)
    assert "closed" not in await names("users.conversations", types=both, user=user)
    assert await names("conversations.list", types=both, exclude_archived=True) == {"general", "incidents"}
    refused = await eager.api("conversations.list", types="shared")
    assert refused["error"] == "invalid_types"


async def test_people_come_and_go_without_the_app(eager: Caller) -> None:
    """A person invites somebody, or the app itself; whoever is there already, or nobody, cannot be invited."""
    channel = await _channel(eager)
    await eager.api("conversations.invite", channel=channel, users=eager.running.people["responder"])

    async def invite(user: str, channel: str, invited: str) -> str | None:
        answer = await eager.control("invitations", user=user, channel=channel, invited=invited)
        code: str | None = answer.json().get("error")
        return code

    assert await invite("commander", "room", "executive") == "not_in_channel"
    assert await invite("responder", "room", "executive") is None
    assert await invite("responder", "room", "executive") == "already_in_channel"
    assert await invite("responder", "room", "nobody") == "user_not_found"
    assert await invite("responder", "general", "eager") is None
    posted = await eager.api("chat.postMessage", channel=await eager.channel("general"), text="x")
    assert posted["ok"]
