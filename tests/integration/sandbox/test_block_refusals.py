"""Blocks that Slack refuses, by each way that a message may come."""

import json
from typing import Any

import pytest

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.person import Person

TEXT = {"type": "plain_text", "text": "words"}
SECTION = {"type": "section", "text": TEXT}
LONG = [SECTION, {"type": "section", "text": {**TEXT, "text": "x" * 3001}}]
LONG_ISSUE = "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]}
PIE = {
    "type": "data_visualization",
    "title": "t",
    "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
}
METHODS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "chat.scheduleMessage")


async def _send(caller: Caller, method: str, **content: Any) -> dict[str, Any]:
    """Call a method of ``chat.*`` with some content and all else in order."""
    arguments: dict[str, Any] = {"channel": await caller.channel("incidents")} | content
    if method == "chat.update":
        arguments["ts"] = (await caller.api("chat.postMessage", channel=arguments["channel"], text="x"))["ts"]
    elif method == "chat.postEphemeral":
        arguments["user"] = caller.running.people["responder"]
    elif method == "chat.scheduleMessage":
        arguments["post_at"] = int((await caller.client.get("/sandbox/clock")).json()["now_s"]) + 600
    return await caller.api(method, **arguments)


@pytest.mark.parametrize("method", METHODS)
async def test_invalid_blocks_are_told_with_their_place(caller: Caller, method: str) -> None:
    """``invalid_blocks``, every issue in ``errors`` and, as an error, in ``response_metadata.messages``."""
    answer = await _send(caller, method, text="x", blocks=LONG)
    assert (answer["ok"], answer["error"]) == (False, "invalid_blocks")
    assert answer["errors"] == [LONG_ISSUE]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {LONG_ISSUE}"]


@pytest.mark.parametrize("method", METHODS)
async def test_blocks_that_are_no_array(caller: Caller, method: str) -> None:
    """``invalid_blocks_format``; also of what is no JSON, though Python would read it."""
    for blocks in ("words", "{}", "[", '[{"type": NaN}]', '["\\ud800"]', "[" * 600 + "]" * 600):
        answer = await _send(caller, method, text="x", blocks=blocks)
        assert answer["error"] == "invalid_blocks_format", blocks


@pytest.mark.parametrize("method", METHODS)
async def test_blocks_that_say_too_much(caller: Caller, method: str) -> None:
    """13,000 characters in all are accepted, one more is ``msg_blocks_too_long``; each block is valid."""
    most = [{**SECTION, "text": {**TEXT, "text": "x" * 2600}} for _ in range(5)]
    assert (await _send(caller, method, text="x", blocks=most))["ok"]
    answer = await _send(caller, method, text="x", blocks=[*most, {**SECTION, "text": {**TEXT, "text": "x"}}])
    assert answer["error"] == "msg_blocks_too_long"


async def test_data_tables_have_their_own_limit(caller: Caller) -> None:
    """Slack allows 20,000 characters in them, which is more than people report of other blocks."""
    cell = {"type": "raw_text", "text": "x" * 5000}
    table = {"type": "data_table", "caption": "c", "rows": [[cell, cell], [cell, cell]]}
    assert (await _send(caller, "chat.postMessage", text="x", blocks=[table]))["ok"]


@pytest.mark.parametrize("method", METHODS)
async def test_a_second_table_is_an_invalid_attachment(caller: Caller, method: str) -> None:
    """In Slack's words, wherever the two tables are."""
    attached = [{"blocks": [TABLE]}]
    contents: list[dict[str, Any]] = [
        {"blocks": [TABLE, TABLE]},
        {"blocks": [TABLE], "attachments": attached},
        {"attachments": attached * 2},
    ]
    for content in contents:
        answer = await _send(caller, method, text="x", **content)
        assert answer["error"] == "invalid_attachments"
        assert answer["response_metadata"]["messages"][0].startswith("[ERROR] only_one_table_allowed")
    assert (await _send(caller, method, text="x", blocks=[TABLE]))["ok"]


async def test_what_a_message_may_have_once_is_counted_with_its_attachments(caller: Caller) -> None:
    """Charts and markdown in blocks and attachments add up."""
    markdown = {"type": "markdown", "text": "x" * 6001}
    for first, second in (([PIE, PIE], [PIE]), ([markdown], [markdown])):
        alone = await _send(caller, "chat.postMessage", text="x", blocks=first)
        together = {"blocks": first, "attachments": [{"blocks": second}]}
        answer = await _send(caller, "chat.postMessage", text="x", **together)
        assert (alone["ok"], answer["error"]) == (True, "invalid_blocks")


async def test_attachments_are_checked_too(caller: Caller) -> None:
    """``invalid_attachments`` with a pointer into them, and a hundred at most."""
    answer = await _send(
        caller, "chat.postMessage", text="x", attachments=[{"text": "fine"}, {"blocks": LONG}]
    )
    assert answer["error"] == "invalid_attachments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/attachments/1/blocks/1/text/text]"
    ]
    hundred = [{"text": "one"}] * 100
    assert (await _send(caller, "chat.postMessage", text="x", attachments=hundred))["ok"]
    more = await _send(caller, "chat.postMessage", text="x", attachments=[*hundred, {"text": "one"}])
    assert more["error"] == "too_many_attachments"


async def test_a_refused_message_leaves_nothing(caller: Caller) -> None:
    """An update that is refused leaves the message as it was."""
    channel = await caller.channel("incidents")
    posted = await caller.api("chat.postMessage", channel=channel, text="before", blocks=[SECTION])
    refused = await caller.api("chat.update", channel=channel, ts=posted["ts"], text="after", blocks=LONG)
    assert not refused["ok"]
    (shown,) = (await caller.api("conversations.history", channel=channel))["messages"]
    assert (shown["text"], shown["blocks"]) == ("before", posted["message"]["blocks"])


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        (LONG, "invalid_blocks"),
        ([TABLE, TABLE], "invalid_attachments"),
        ([SECTION] * 51, "invalid_blocks"),
        ("words", "invalid_blocks_format"),
    ],
)
async def test_a_response_url_takes_no_more(person: Person, blocks: object, error: str) -> None:
    """It refuses what the methods refuse, and is not used up by it."""
    url = (await person.command())["response_url"]
    for _ in range(5):
        refused = await person.caller.client.post(url, json={"text": "x", "blocks": blocks})
        assert refused.json()["error"] == error
    assert (await person.caller.client.post(url, json={"text": "x", "blocks": [SECTION]})).text == "ok"


@pytest.mark.parametrize(
    ("what", "value", "errors"),
    [
        (
            "blocks",
            [{"type": "section", "text": {"type": "invalid", "text": "x"}}],
            [
                {
                    "code": "failed_constraint",
                    "message": "unsupported type: invalid",
                    "pointer": "/0/text/type",
                    "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"]},
                }
            ],
        ),
        (
            "blocks",
            LONG,
            [
                {
                    "code": "failed_constraint",
                    "message": "must be less than 3001 characters",
                    "pointer": "/1/text/text",
                    "constraint": {"type": "max_length", "expected": 3000},
                }
            ],
        ),
        (
            "message",
            {"blocks": [{"type": "actions", "elements": []}]},
            [
                {
                    "code": "failed_constraint",
                    "message": "must provide at least 1 items",
                    "pointer": "/blocks/0/elements",
                    "constraint": {"type": "min_items", "expected": 1},
                }
            ],
        ),
        (
            "view",
            {"type": "modal", "title": {**TEXT, "text": "x" * 25}, "blocks": []},
            [
                {
                    "code": "failed_constraint",
                    "message": "must be less than 25 characters",
                    "pointer": "/title/text",
                    "constraint": {"type": "max_length", "expected": 24},
                }
            ],
        ),
    ],
)
async def test_blocks_can_be_validated_alone(
    caller: Caller, what: str, value: object, errors: list[dict[str, Any]]
) -> None:
    """``blocks.validate``: pointers into what was sent, code, message and constraint."""
    given: dict[str, Any] = {what: value}
    answer = await caller.api("blocks.validate", **given)
    assert (answer["error"], answer["errors"]) == (f"invalid_{what}", errors)


async def test_valid_blocks_are_ok(caller: Caller) -> None:
    """And nothing else is said of them."""
    valid: list[dict[str, Any]] = [
        {"blocks": [SECTION]},
        {"message": {"text": "x", "blocks": [SECTION]}},
        {"view": {"type": "modal", "title": TEXT, "blocks": [SECTION]}},
        {"view": {"type": "home", "blocks": [SECTION]}},
    ]
    for given in valid:
        answer = await caller.api("blocks.validate", **given)
        assert answer["ok"]
        assert "errors" not in answer


async def test_one_thing_is_validated_at_a_time(caller: Caller) -> None:
    """None, two, or one of more than 100,000 characters is ``invalid_arguments``."""
    wrong: list[dict[str, Any]] = [
        {},
        {"blocks": [SECTION], "message": {}},
        {"blocks": json.dumps(["x" * 100_000])},
    ]
    for given in wrong:
        assert (await caller.api("blocks.validate", **given))["error"] == "invalid_arguments"
