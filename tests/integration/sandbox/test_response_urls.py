"""Response URLs: what an app may do with the message that somebody acted in."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.capture import Capture

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]


async def _clicked(capture: Capture, *, ephemeral: bool = False) -> str:
    """The response URL of a click on a message."""
    caller = capture.caller
    channel = await caller.channel("incidents")
    if ephemeral:
        user = caller.running.people["responder"]
        posted = await capture.api(
            "chat.postEphemeral", channel=channel, user=user, text="before", blocks=BLOCKS
        )
        ts = posted["message_ts"]
    else:
        ts = (await capture.api("chat.postMessage", channel=channel, text="before", blocks=BLOCKS))["ts"]
    await capture.do("actions", channel="incidents", ts=ts, action_id="go")
    return str((await capture.until("block_actions"))["response_url"])


async def _shown(caller: Caller) -> list[str]:
    shown = await caller.client.get("/sandbox/channels/incidents/messages?user=responder")
    return [message["text"] for message in shown.json()["messages"]]


async def _respond(capture: Capture, url: str, **body: Any) -> httpx.Response:
    return await capture.caller.client.post(url, json=body)


@pytest.mark.parametrize("ephemeral", [False, True])
async def test_the_message_is_replaced(capture: Capture, ephemeral: bool) -> None:
    """In its place; an ephemeral one too, which no method can change."""
    url = await _clicked(capture, ephemeral=ephemeral)
    assert (await _respond(capture, url, replace_original=True, text="after")).text == "ok"
    assert await _shown(capture.caller) == ["after"]


@pytest.mark.parametrize("ephemeral", [False, True])
async def test_the_message_is_deleted(capture: Capture, ephemeral: bool) -> None:
    """It is gone; a second deletion finds nothing."""
    url = await _clicked(capture, ephemeral=ephemeral)
    assert (await _respond(capture, url, delete_original=True)).text == "ok"
    assert await _shown(capture.caller) == []
    again = await _respond(capture, url, delete_original=True)
    assert (again.status_code, again.json()["error"]) == (404, "message_not_found")


async def test_a_response_is_a_message_of_its_own_otherwise(capture: Capture) -> None:
    """In the thread of the message that was acted in, if it says so."""
    url = await _clicked(capture)
    await _respond(capture, url, text="beside")
    assert await _shown(capture.caller) == ["before", "beside"]


async def test_a_commands_answer_replaces_nothing(capture: Capture) -> None:
    """A command has no message of its own: each answer stands by itself, as in Slack."""
    await capture.do("commands", channel="incidents", command="/eager", text="")
    url = str((await capture.until("slash_command"))["response_url"])
    for text in ("working", "done"):
        await _respond(capture, url, text=text, replace_original=True)
    assert await _shown(capture.caller) == ["working", "done"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"words", "invalid_payload"),
        (b"[]", "invalid_payload"),
        (b"{}", "no_text"),
        (b'{"blocks": [{"type": "nothing"}]}', "invalid_blocks"),
    ],
)
async def test_a_response_that_is_none(capture: Capture, body: bytes, error: str) -> None:
    """It costs no use of the URL and shows nothing."""
    url = await _clicked(capture)
    for _ in range(6):
        refused = await capture.caller.client.post(url, content=body)
        assert (refused.status_code, refused.json()["error"]) == (404, error)
    assert (await _respond(capture, url, text="x")).status_code == 200


async def test_a_made_up_url_is_expired(eager: Caller) -> None:
    """Nobody gave it."""
    answer = await eager.client.post("/actions/T0/1/secret", json={"text": "x"})
    assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")


async def test_an_answer_may_come_with_the_acknowledgement(capture: Capture) -> None:
    """And costs no use of the URL: five more are good."""
    caller = capture.caller
    await capture.stop_listening()
    typed = asyncio.create_task(
        caller.control("commands", user="responder", channel="incidents", command="/eager", text="")
    )
    payload = (await capture.app.handle({"text": "at once"}))["payload"]
    assert (await typed).json()["response"]["text"] == "at once"
    url = str(payload["response_url"])
    statuses = [(await _respond(capture, url, text=str(n))).status_code for n in range(6)]
    assert statuses == [200] * 5 + [404]
