"""What a person types reaches apps as Slack's client sends it."""

import pytest

from tests.integration.sandbox.caller import Caller


async def _sent(caller: Caller, text: str, user: str = "responder") -> str:
    answer = await caller.control("messages", user=user, channel="general", text=text)
    return str(answer.json()["message"]["text"])


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> <@U123>", "&lt;!channel&gt; &lt;@U123&gt;"),
        ("see https://e.com/?a=1&b=2.", "see <https://e.com/?a=1&amp;b=2>."),
        ("https://e.com/@commander#general", "<https://e.com/@commander#general>"),
        ("@here and @everyone", "<!here> and <!everyone>"),
        ("@nobody #nothing me@commander", "@nobody #nothing me@commander"),
        ("`@commander` and ```#general <```", "`@commander` and ```#general &lt;```"),
    ],
)
async def test_signs_and_links(caller: Caller, typed: str, sent: str) -> None:
    """The three signs are escaped, links are marked, and code and unknown names stay as they are."""
    assert await _sent(caller, typed) == sent


async def test_people_groups_and_channels(caller: Caller) -> None:
    """By their ids."""
    person = caller.running.people["commander"]
    channel = await caller.channel("incidents")
    (group,) = (await caller.client.get("/sandbox/usergroups")).json()["usergroups"]
    sent = await _sent(caller, "@commander, @pki-oncall: #incidents!")
    assert sent == f"<@{person}>, <!subteam^{group['id']}|@pki-oncall>: <#{channel}|incidents>!"


async def test_a_private_channel_is_no_reference_for_outsiders(caller: Caller) -> None:
    """Its name would tell them that it is there."""
    made = await caller.api("conversations.create", name="hush", is_private=True)
    channel = made["channel"]["id"]
    await caller.api("conversations.invite", channel=channel, users=caller.running.people["commander"])
    assert await _sent(caller, "#hush") == "#hush"
    assert await _sent(caller, "#hush", user="commander") == f"<#{channel}|hush>"


async def test_a_feedback_button_has_one_of_two_values(caller: Caller) -> None:
    """Another one cannot be sent."""
    buttons = {
        name: {"text": {"type": "plain_text", "text": name}, "value": value}
        for name, value in (("positive_button", "good"), ("negative_button", "bad"))
    }
    element = {"type": "feedback_buttons", "action_id": "f", **buttons}
    block = {"type": "context_actions", "elements": [element]}
    channel = await caller.channel("incidents")
    ts = (await caller.api("chat.postMessage", channel=channel, text="x", blocks=[block]))["ts"]
    pressed = {"user": "responder", "channel": channel, "ts": ts, "action_id": "f"}
    answer = await caller.control("actions", value="other", **pressed)
    assert answer.json()["error"] == "invalid_option"
