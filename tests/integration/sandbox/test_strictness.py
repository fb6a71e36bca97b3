"""What Slack refuses, the workspace refuses, with Slack's code."""

from typing import Any

import httpx
import pytest

from tests.integration.sandbox.caller import Caller

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}


async def test_unknown_methods(caller: Caller) -> None:
    """A method that Slack does not have."""
    assert (await caller.api("chat.postMesage"))["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("token", "error"), [("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")]
)
async def test_wrong_tokens(caller: Caller, token: str, error: str) -> None:
    """A token that nobody has, and one of the wrong kind."""
    given = caller.running.app_token if token == "app" else token
    assert (await caller.api("users.list", token=given))["error"] == error


async def test_the_bots_token_opens_no_connection(caller: Caller) -> None:
    """An app-level token is needed for that."""
    assert (await caller.api("apps.connections.open"))["error"] == "not_allowed_token_type"
    opened = await caller.api("apps.connections.open", token=caller.running.app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_a_scope_that_was_not_granted(caller: Caller) -> None:
    """The answer says what is needed and what there is."""
    answer = await caller.api("reactions.add", channel="C1", timestamp="1.000000", name="eyes")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "reactions:write")
    assert "chat:write" in answer["provided"]


async def test_no_token(caller: Caller) -> None:
    """No token at all."""
    answer = await caller.client.post("/api/auth.test")
    assert answer.json()["error"] == "not_authed"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("Upper", "invalid_name_specials"),
        ("with space", "invalid_name_specials"),
        ("a" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("general", "name_taken"),
    ],
)
async def test_channel_names(caller: Caller, name: str, error: str) -> None:
    """Lower-case letters, digits, dashes and underscores, at most eighty, and not taken."""
    assert (await caller.api("conversations.create", name=name))["error"] == error


async def test_an_archived_channel_keeps_its_name(caller: Caller) -> None:
    """Its name stays taken, and nothing can be posted."""
    made = await caller.api("conversations.create", name="once")
    channel = made["channel"]["id"]
    assert (await caller.api("conversations.archive", channel=channel))["ok"]
    assert (await caller.api("conversations.create", name="once"))["error"] == "name_taken"
    assert (await caller.api("chat.postMessage", channel=channel, text="x"))["error"] == "is_archived"


async def test_one_unknown_person_does_not_stop_the_others(caller: Caller) -> None:
    """With ``force`` the others are invited, and the error names the one."""
    made = await caller.api("conversations.create", name="inc")
    people = caller.running.people
    users = f"{people['responder']},U0NOBODY00"
    answer = await caller.api("conversations.invite", channel=made["channel"]["id"], users=users, force=True)
    assert [(e["user"], e["error"]) for e in answer["errors"]] == [("U0NOBODY00", "user_not_found")]
    members = await caller.api("conversations.members", channel=made["channel"]["id"])
    assert people["responder"] in members["members"]
    again = await caller.api("conversations.invite", channel=made["channel"]["id"], users=people["responder"])
    assert again["error"] == "already_in_channel"


async def test_a_channel_the_bot_is_not_in(caller: Caller) -> None:
    """The bot is in #incidents only."""
    general = await caller.channel("general")
    assert (await caller.api("chat.postMessage", channel=general, text="x"))["error"] == "not_in_channel"
    assert (await caller.api("chat.postMessage", channel="C0NOWHERE0", text="x"))[
        "error"
    ] == "channel_not_found"


@pytest.mark.parametrize(
    ("blocks", "pointer"),
    [
        ([SECTION] * 51, "/blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "/blocks/0/text/text"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type"),
        ([{"type": "actions", "elements": []}], "/blocks/0/elements"),
        ([{**SECTION, "block_id": "twice"}] * 2, "/blocks"),
        ([{"type": "nonsense"}], "/blocks/0/type"),
        ([{"type": "alert", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0"),
    ],
)
async def test_blocks_beyond_the_limits(caller: Caller, blocks: list[dict[str, Any]], pointer: str) -> None:
    """``invalid_blocks``, with a pointer to the place."""
    channel = await caller.channel("incidents")
    answer = await caller.api("chat.postMessage", channel=channel, text="x", blocks=blocks)
    assert answer["error"] == "invalid_blocks"
    assert any(f"[json-pointer:{pointer}" in message for message in answer["response_metadata"]["messages"])


async def test_messages_that_are_none(caller: Caller) -> None:
    """Nothing to say, too much to say, and an update that is too long."""
    channel = await caller.channel("incidents")
    assert (await caller.api("chat.postMessage", channel=channel))["error"] == "no_text"
    posted = await caller.api("chat.postMessage", channel=channel, text="x")
    long = await caller.api("chat.update", channel=channel, ts=posted["ts"], text="x" * 4001)
    assert long["error"] == "msg_too_long"
    gone = await caller.api("chat.update", channel=channel, ts="1.000001", text="x")
    assert gone["error"] == "message_not_found"
    long_topic = await caller.api("conversations.setTopic", channel=channel, topic="x" * 251)
    assert long_topic["error"] == "too_long"


async def test_text_without_blocks_drops_the_old_blocks(caller: Caller) -> None:
    """As in Slack, an update with text alone leaves no blocks."""
    channel = await caller.channel("incidents")
    posted = await caller.api("chat.postMessage", channel=channel, text="x", blocks=[SECTION])
    updated = await caller.api("chat.update", channel=channel, ts=posted["ts"], text="y")
    assert not updated["message"].get("blocks")


async def test_unknown_arguments_are_ignored_with_a_warning_and_shown_in_the_calls(caller: Caller) -> None:
    """So that a test can fail on them."""
    answer = await caller.api("auth.test", nonsense="1")
    assert answer["ok"]
    assert answer["warning"] == "superfluous_argument"
    calls = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert calls[-1]["unknown_args"] == ["nonsense"]


async def test_metadata_comes_back_only_when_asked_for(caller: Caller) -> None:
    """``include_all_metadata`` in the history."""
    channel = await caller.channel("incidents")
    metadata = {"event_type": "certinc_message", "event_payload": {"key": "card"}}
    await caller.api("chat.postMessage", channel=channel, text="x", metadata=metadata)
    plain = await caller.api("conversations.history", channel=channel)
    with_all = await caller.api("conversations.history", channel=channel, include_all_metadata=True)
    assert "event_payload" not in str(plain["messages"][0].get("metadata", {}))
    assert with_all["messages"][0]["metadata"] == metadata


async def test_posting_is_limited_per_channel(limited: Caller) -> None:
    """Five at once, then one a second: 429 with ``Retry-After``; another channel is not delayed."""
    channel = await limited.channel("incidents")
    answers = [await limited.api("chat.postMessage", channel=channel, text=str(n)) for n in range(7)]
    assert [answer["status"] for answer in answers[:5]] == [200] * 5
    assert (answers[-1]["status"], answers[-1]["error"]) == (429, "ratelimited")
    assert int(answers[-1]["retry_after"]) >= 1
    other = (await limited.api("conversations.create", name="other"))["channel"]["id"]
    assert (await limited.api("chat.postMessage", channel=other, text="x"))["ok"]


async def test_a_lost_reply_was_done(caller: Caller) -> None:
    """The work is committed, and the connection is cut without an answer."""
    channel = await caller.channel("incidents")
    await caller.control("faults", method="chat.postMessage", drop_reply=True, times=1)
    with pytest.raises(httpx.TransportError):
        await caller.api("chat.postMessage", channel=channel, text="was it posted?")
    history = await caller.api("conversations.history", channel=channel)
    assert history["messages"][0]["text"] == "was it posted?"


async def test_ordered_faults_come_as_ordered(caller: Caller) -> None:
    """A status with ``Retry-After``, once; then Slack answers again."""
    await caller.control("faults", method="auth.test", status=429, retry_after=7, times=1)
    first, second = await caller.api("auth.test"), await caller.api("auth.test")
    assert (first["status"], first["error"], first["retry_after"]) == (429, "ratelimited", "7")
    assert second["ok"]


async def test_a_command_without_an_app_fails_for_the_user(caller: Caller) -> None:
    """Nobody is connected, so the person is told, and nothing is redelivered."""
    answer = await caller.control(
        "commands", user="responder", channel="general", command="/certinc", text="help"
    )
    assert answer.status_code == 503
    assert answer.json()["error"] == "dispatch_failed"


async def test_triggers_are_not_made_up(caller: Caller) -> None:
    """A modal opens for a real trigger only."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [SECTION]}
    answer = await caller.api("views.open", trigger_id="1.2.3", view=view)
    assert answer["error"] == "invalid_trigger_id"


async def test_the_clock_moves_forward_only(caller: Caller) -> None:
    """Message timestamps follow it."""
    assert (await caller.control("clock", advance_s=-1)).status_code == 400
    channel = await caller.channel("incidents")
    before = await caller.api("chat.postMessage", channel=channel, text="x")
    await caller.control("clock", advance_s=3600)
    after = await caller.api("chat.postMessage", channel=channel, text="x")
    assert float(after["ts"]) - float(before["ts"]) >= 3600


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_other_sites_cannot_act_as_anyone(caller: Caller, headers: dict[str, str]) -> None:
    """The page can act as every persona, so only this computer may ask."""
    answer = await caller.client.post("/sandbox/clock", json={"advance_s": 5}, headers=headers)
    assert answer.status_code == 403


async def test_the_page_forbids_scripts_that_are_not_its_own(caller: Caller) -> None:
    """A content security policy on every answer."""
    answer = await caller.client.get("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
