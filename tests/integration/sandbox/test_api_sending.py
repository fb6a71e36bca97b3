"""How arguments may travel, and how often."""

import json
from typing import Any

import pytest

from bot.sandbox.web_api.method import Tier
from bot.sandbox.web_api.rate_limits import RateLimiter
from tests.integration.sandbox.caller import Caller

BLOCKS = [{"type": "divider"}]


async def _send(caller: Caller, method: str, **how: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {caller.running.bot_token}"} | how.pop("headers", {})
    answer = await caller.client.request(how.pop("verb", "POST"), f"/api/{method}", headers=headers, **how)
    document: dict[str, Any] = answer.json()
    return document


async def test_query_form_and_json_are_understood(caller: Caller) -> None:
    """Text, booleans and blocks arrive the same by each way that an SDK sends them."""
    channel = await caller.channel("incidents")
    text = {"channel": channel, "text": "Words", "unfurl_links": "0", "blocks": json.dumps(BLOCKS)}
    document = {"channel": channel, "text": "Words", "unfurl_links": False, "blocks": BLOCKS}
    ways: list[dict[str, Any]] = [
        {"params": text, "verb": "GET"},
        {"params": text},
        {"data": text},
        {"json": document},
        {"params": {"channel": channel}, "json": {"text": "Words", "blocks": BLOCKS}},
    ]
    for way in ways:
        answer = await _send(caller, "chat.postMessage", **way)
        assert answer["ok"], (way, answer)
        assert [block["type"] for block in answer["message"]["blocks"]] == ["divider"]


async def test_a_token_may_be_an_argument(caller: Caller) -> None:
    """As old SDKs send it; it is not kept in the list of calls."""
    answer = await caller.client.post("/api/auth.test", data={"token": caller.running.bot_token})
    assert answer.json()["ok"]
    assert caller.running.bot_token not in (await caller.client.get("/sandbox/calls")).text


async def test_json_is_ignored_where_slack_takes_none(caller: Caller) -> None:
    """The arguments are missing, and the list of calls says which were not read."""
    channel = await caller.channel("incidents")
    answer = await _send(caller, "conversations.info", json={"channel": channel})
    assert answer["error"] == "channel_not_found"
    (call,) = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert call["unknown_args"] == ["channel"]


@pytest.mark.parametrize(
    ("content_type", "warning"),
    [
        ("application/json", "missing_charset"),
        ("application/json; charset=utf-8", None),
        ("application/x-www-form-urlencoded", None),
        ("application/x-www-form-urlencoded; charset=utf-8", "superfluous_charset"),
    ],
)
async def test_charsets_are_warned_of(caller: Caller, content_type: str, warning: str | None) -> None:
    """JSON should name one, a form should not; the answer is the same otherwise, be it good or an error."""
    body = b"{}" if "json" in content_type else b"a="
    for method, ok in (("auth.test", True), ("no.method", False)):
        answer = await _send(caller, method, content=body, headers={"Content-Type": content_type})
        warnings = [each for each in answer.get("warning", "").split(",") if each.endswith("charset")]
        assert (answer["ok"], warnings) == (ok, [warning] if warning else [])
        assert warning is None or warning in answer["response_metadata"]["warnings"]


async def test_a_form_with_parts_is_understood(caller: Caller) -> None:
    """As curl and some SDKs send; a part that is a file is no argument here, and is shown so in the calls."""
    channel = await caller.channel("incidents")
    parts = {"channel": (None, channel), "text": (None, "Grüße")}
    answer = await _send(caller, "chat.postMessage", files=parts)
    assert answer["message"]["text"] == "Grüße"
    answer = await _send(caller, "auth.test", files={"image": ("a.png", b"\x00")})
    assert answer["warning"] == "superfluous_argument"
    calls = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert [call["unknown_args"] for call in calls] == [[], ["image"]]


async def test_an_unknown_argument_is_shown_even_if_the_call_is_refused(caller: Caller) -> None:
    """Beside the refusal."""
    answer = await caller.api("chat.postMessage", channel="C0NOWHERE0", text="x", nonsense="1")
    assert (answer["error"], answer["warning"]) == ("channel_not_found", "superfluous_argument")
    assert answer["response_metadata"]["messages"] == ["[WARN] unknown argument: nonsense"]
    (call,) = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert call["unknown_args"] == ["nonsense"]


async def test_a_method_may_warn_of_something_itself(eager: Caller) -> None:
    """Then the warnings stand together."""
    general = await eager.channel("general")
    await eager.api("conversations.join", channel=general)
    answer = await eager.api("conversations.join", channel=general, nonsense="1")
    assert answer["warning"] == "already_in_channel,superfluous_argument"
    assert answer["response_metadata"]["warnings"] == ["already_in_channel", "superfluous_argument"]


async def test_the_team_id_that_bolt_always_adds_is_no_surprise(caller: Caller) -> None:
    """Neither is the token."""
    answer = await caller.api("auth.test", team_id="T1")
    assert "warning" not in answer


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"--x", "multipart/form-data", "invalid_form_data"),
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"\xff", "application/x-www-form-urlencoded", "invalid_form_data"),
        (b"<a/>", "text/xml", "invalid_post_type"),
    ],
)
async def test_a_body_that_cannot_be_read(caller: Caller, body: bytes, content_type: str, error: str) -> None:
    """The error says what it is not, and the call is in the list."""
    answer = await _send(caller, "auth.test", content=body, headers={"Content-Type": content_type})
    assert answer["error"] == error
    (call,) = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert (call["method"], call["error"]) == ("auth.test", error)


@pytest.mark.parametrize(
    ("method", "arguments", "error", "message"),
    [
        ("conversations.replies", {"channel": "C1"}, "invalid_arguments", "missing required field: ts"),
        ("conversations.setTopic", {"channel": "C1"}, "invalid_arguments", "missing required field: topic"),
        ("users.list", {"limit": "many"}, "invalid_arguments", "must be an integer [json-pointer:/limit]"),
        (
            "bookmarks.add",
            {"channel_id": "C1", "title": "x" * 257, "type": "link"},
            "invalid_arguments",
            "257",
        ),
        (
            "chat.scheduleMessage",
            {"channel": "C1", "post_at": 1, "parse": "some"},
            "invalid_arguments",
            "one of",
        ),
        ("chat.postMessage", {"channel": "C1", "blocks": "{}"}, "invalid_blocks_format", "must be an array"),
        ("reactions.add", {"channel": "C1", "timestamp": "1.0"}, "invalid_name", None),
        (
            "conversations.create",
            {"name": "a", "is_private": "maybe"},
            "invalid_arguments",
            "must be a boolean [json-pointer:/is_private]",
        ),
    ],
)
async def test_arguments_are_checked_before_anything_is_done(
    eager: Caller, method: str, arguments: dict[str, Any], error: str, message: str | None
) -> None:
    """A missing or wrong argument is named."""
    answer = await eager.api(method, **arguments)
    assert answer["error"] == error, answer
    messages = answer.get("response_metadata", {}).get("messages", [])
    assert message is None or any(message in line for line in messages)


class _Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize(
    ("tier", "calls"), [(Tier.T1, 1), (Tier.T2, 20), (Tier.T3, 50), (Tier.T4, 100), (Tier.SPECIAL, 600)]
)
def test_a_tier_is_so_many_calls_a_minute(tier: Tier, calls: int) -> None:
    """All at once; the next is told when to come back, and may then."""
    clock = _Clock()
    limiter = RateLimiter(clock)
    assert [limiter.retry_after_s("m", tier, None) for _ in range(calls)] == [None] * calls
    wait_s = limiter.retry_after_s("m", tier, None)
    assert wait_s is not None
    assert limiter.retry_after_s("another", tier, None) is None
    clock.now_s += wait_s
    assert limiter.retry_after_s("m", tier, None) is None


def test_a_channel_takes_a_message_a_second_after_a_burst_of_five() -> None:
    """Each channel by itself."""
    clock = _Clock()
    limiter = RateLimiter(clock)

    def post(channel: str) -> int | None:
        return limiter.retry_after_s("chat.postMessage", Tier.SPECIAL, channel)

    assert [post("C1") for _ in range(6)] == [None] * 5 + [1]
    assert post("C2") is None
    clock.now_s += 1
    assert [post("C1"), post("C1")] == [None, 1]
    clock.now_s += 60
    assert [post("C1") for _ in range(6)] == [None] * 5 + [1]


async def test_a_call_over_the_limit_gets_429_with_retry_after(limited: Caller) -> None:
    """Nothing is done, and the header says for how long."""
    answers = [await limited.api("conversations.setTopic", channel="C1", topic="t") for _ in range(21)]
    assert [answer["status"] for answer in answers] == [200] * 20 + [429]
    assert answers[-1]["error"] == "ratelimited"
    assert int(answers[-1]["retry_after"]) >= 1


async def test_user_groups_need_their_scope(caller: Caller) -> None:
    """The refusal names what is needed and what was given."""
    refused = await caller.api("usergroups.list")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "usergroups:read")
    assert "chat:write" in refused["provided"].split(",")
