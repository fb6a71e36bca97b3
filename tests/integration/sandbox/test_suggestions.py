"""Menus whose options the app brings while somebody types."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.socket_app import SocketApp, connect_app

MENU = {"type": "external_select", "action_id": "city", "min_query_length": 2}
BLOCKS = [{"type": "actions", "block_id": "row", "elements": [MENU]}]
OPTION = {"text": {"type": "plain_text", "text": "Berlin"}, "value": "berlin"}


async def _menu(caller: Caller, element: dict[str, Any] = MENU) -> str:
    channel = await caller.channel("incidents")
    blocks = [{"type": "actions", "block_id": "row", "elements": [element]}]
    posted = await caller.api("chat.postMessage", channel=channel, text="Where?", blocks=blocks)
    return str(posted["ts"])


def _type(caller: Caller, ts: str, typed: str) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(
        caller.control(
            "suggestions", user="responder", channel="incidents", ts=ts, action_id="city", value=typed
        )
    )


async def _connected(caller: Caller) -> tuple[SocketApp, str]:
    """An app that has heard of its own message with the menu."""
    app = await connect_app(caller)
    ts = await _menu(caller)
    await app.handle()
    return app, ts


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [OPTION]},
        {"options": []},
        {"option_groups": [{"label": OPTION["text"], "options": [OPTION]}]},
    ],
)
async def test_the_app_is_asked_and_its_answer_is_offered(eager: Caller, answer: dict[str, Any]) -> None:
    """As ``block_suggestion`` with what was typed, which may be answered in the acknowledgement."""
    app, ts = await _connected(eager)
    typing = _type(eager, ts, "ber")
    envelope = await app.handle(answer)
    payload = envelope["payload"]
    assert envelope["accepts_response_payload"]
    assert (payload["type"], payload["value"]) == ("block_suggestion", "ber")
    assert (payload["action_id"], payload["block_id"]) == ("city", "row")
    assert payload["container"]["message_ts"] == ts
    assert (await typing).json() == {"ok": True} | answer


async def test_too_short_a_query_is_not_asked(eager: Caller) -> None:
    """Below ``min_query_length`` there is nothing to offer."""
    app, ts = await _connected(eager)
    assert (await _type(eager, ts, "b")).json()["options"] == []
    typing = _type(eager, ts, "be")
    assert (await app.handle({"options": []}))["payload"]["value"] == "be"
    await typing


async def test_three_characters_are_needed_where_the_menu_does_not_say(eager: Caller) -> None:
    """Slack's default."""
    app = await connect_app(eager)
    ts = await _menu(eager, {"type": "external_select", "action_id": "city"})
    await app.handle()
    assert (await _type(eager, ts, "be")).json()["options"] == []
    typing = _type(eager, ts, "ber")
    assert (await app.handle({"options": []}))["payload"]["value"] == "ber"
    await typing


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"options": [OPTION], "option_groups": []},
        {"options": [OPTION] * 101},
        {"options": [{"text": {"type": "mrkdwn", "text": "*Berlin*"}, "value": "berlin"}]},
        {"options": [{"text": {"type": "plain_text", "text": "x" * 76}, "value": "x"}]},
    ],
)
async def test_an_answer_that_slack_would_not_show(eager: Caller, answer: dict[str, Any]) -> None:
    """Options are as limited as those in a block."""
    app, ts = await _connected(eager)
    typing = _type(eager, ts, "ber")
    await app.handle(answer)
    refused = await typing
    assert (refused.status_code, refused.json()["error"]) == (502, "invalid_suggestions")


async def test_no_answer_in_three_seconds(eager: Caller, moved_time: MovedTime) -> None:
    """The person sees that the options could not be loaded."""
    app, ts = await _connected(eager)
    typing = _type(eager, ts, "ber")
    await app.receive()
    moved_time.move(3.1)
    assert (await typing).json()["error"] == "operation_timeout"


async def test_only_such_a_menu_asks(eager: Caller) -> None:
    """A button does not."""
    ts = await _menu(eager, {"type": "button", "action_id": "city", "text": OPTION["text"]})
    assert (await _type(eager, ts, "ber")).json()["error"] == "no_such_menu"


async def test_what_was_offered_can_be_chosen(eager: Caller) -> None:
    """The click brings the chosen option."""
    app, ts = await _connected(eager)
    click = asyncio.create_task(
        eager.control(
            "actions",
            user="responder",
            channel="incidents",
            ts=ts,
            action_id="city",
            selected_option=OPTION,
        )
    )
    (action,) = (await app.handle())["payload"]["actions"]
    await click
    assert action["selected_option"] == OPTION
