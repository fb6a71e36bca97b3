"""Socket Mode as Slack runs it, spoken to without a library."""

import asyncio
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.socket_app import SocketApp, connect_app, socket_url


def _command(caller: Caller, text: str = "") -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(
        caller.control("commands", user="responder", channel="incidents", command="/eager", text=text)
    )


async def _message(caller: Caller, text: str = "words") -> httpx.Response:
    return await caller.control("messages", user="responder", channel="incidents", text=text)


async def test_hello_counts_the_connections_and_names_the_app(eager: Caller) -> None:
    """Each connection is greeted with how many there are now."""
    first, second = await connect_app(eager), await connect_app(eager)
    app_id = (await eager.client.get("/sandbox/workspace")).json()["app"]["id"]
    assert [app.hello["num_connections"] for app in (first, second)] == [1, 2]
    assert first.hello["type"] == "hello"
    assert first.hello["connection_info"] == {"app_id": app_id}
    assert first.hello["debug_info"]["approximate_connection_time"] == 18_060


async def test_a_url_opens_one_connection(eager: Caller) -> None:
    """The second use of a URL is refused at the handshake."""
    url = await socket_url(eager)
    async with connect(url, proxy=None):
        with pytest.raises(InvalidStatus, match="403"):
            await connect(url, proxy=None)


async def test_a_url_is_good_for_seconds(eager: Caller, moved_time: MovedTime) -> None:
    """A URL that nobody used in time is refused."""
    url = await socket_url(eager)
    moved_time.move(31)
    with pytest.raises(InvalidStatus, match="403"):
        await connect(url, proxy=None)


async def test_an_eleventh_connection_is_refused(eager: Caller) -> None:
    """Ten are kept; the next is told why it ends, and the ten still work."""
    apps = [await connect_app(eager) for _ in range(10)]
    refused = await connect_app(eager)
    assert (refused.hello["type"], refused.hello["reason"]) == ("disconnect", "too_many_websockets")
    with pytest.raises(ConnectionClosed):
        await refused.receive()
    typed = _command(eager)
    await apps[0].handle()
    assert (await typed).status_code == 200


async def test_each_delivery_goes_to_exactly_one_connection(eager: Caller) -> None:
    """Six commands over three connections arrive six times, at no connection twice."""
    apps = [await connect_app(eager) for _ in range(3)]
    heard: list[str] = []

    async def listen(app: SocketApp) -> None:
        while True:
            heard.append((await app.handle())["payload"]["text"])

    listening = [asyncio.create_task(listen(app)) for app in apps]
    answers = [await _command(eager, str(number)) for number in range(6)]
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    assert [answer.status_code for answer in answers] == [200] * 6
    assert sorted(heard) == ["0", "1", "2", "3", "4", "5"]


async def test_a_connection_that_went_away_is_passed_over(eager: Caller) -> None:
    """The remaining connection gets what follows."""
    gone, stays = await connect_app(eager), await connect_app(eager)
    await gone.connection.close()
    typed = _command(eager)
    await stays.handle()
    assert (await typed).status_code == 200


async def test_an_event_is_sent_again_until_it_is_acknowledged(eager: Caller, moved_time: MovedTime) -> None:
    """At once, after a minute, after five, each saying which attempt it is and why; then it is dropped."""
    app = await connect_app(eager)
    await _message(eager)
    tries: list[dict[str, Any]] = [await app.receive()]
    for wait_s in (0, 60, 300):
        moved_time.move(3)
        if wait_s:
            await moved_time.slept_for(wait_s)
            moved_time.move(wait_s)
        tries.append(await app.receive())
    assert [(each["retry_attempt"], each["retry_reason"]) for each in tries] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({each["payload"]["event_id"] for each in tries}) == 1
    assert len({each["envelope_id"] for each in tries}) == 4
    moved_time.move(3)
    await _message(eager, "the next one")
    assert (await app.handle())["payload"]["event"]["text"] == "the next one"


async def test_an_acknowledged_event_is_not_sent_again(eager: Caller, moved_time: MovedTime) -> None:
    """What follows it is the next event, not the same one."""
    app = await connect_app(eager)
    await _message(eager, "first")
    await app.handle()
    moved_time.move(400)
    await _message(eager, "second")
    assert (await app.handle())["payload"]["event"]["text"] == "second"


async def test_a_command_that_is_not_acknowledged_fails_for_the_person(
    eager: Caller, moved_time: MovedTime
) -> None:
    """After three seconds they are told, and it is not sent again."""
    app = await connect_app(eager)
    typed = _command(eager, "once")
    assert (await app.receive())["payload"]["text"] == "once"
    moved_time.move(2.9)
    assert not typed.done()
    moved_time.move(0.2)
    answer = await typed
    assert (answer.status_code, answer.json()["error"]) == (504, "operation_timeout")
    moved_time.move(400)
    again = _command(eager, "another")
    assert (await app.handle())["payload"]["text"] == "another"
    assert (await again).status_code == 200


async def test_a_click_that_is_not_acknowledged_fails_for_the_person(
    eager: Caller, moved_time: MovedTime
) -> None:
    """A button is no event: the person sees that it did not work, and nothing is sent again."""
    channel = await eager.channel("incidents")
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "block_id": "row", "elements": [button]}]
    app = await connect_app(eager)
    posted = await eager.api("chat.postMessage", channel=channel, text="x", blocks=blocks)
    await app.handle()
    click = asyncio.create_task(
        eager.control(
            "actions", user="responder", channel="incidents", ts=posted["ts"], action_id="go", block_id="row"
        )
    )
    assert (await app.receive())["payload"]["type"] == "block_actions"
    moved_time.move(3.1)
    assert (await click).json()["error"] == "operation_timeout"
    moved_time.move(400)
    await _message(eager, "nothing in between")
    assert (await app.handle())["payload"]["event"]["text"] == "nothing in between"


async def test_a_connection_is_refreshed_with_a_warning(eager: Caller, moved_time: MovedTime) -> None:
    """About ten seconds before its end it is warned; in between deliveries still come; then it is closed."""
    app = await connect_app(eager)
    moved_time.move(18_050)
    assert (await app.receive())["reason"] == "warning"
    typed = _command(eager)
    await app.handle()
    assert (await typed).status_code == 200
    moved_time.move(10)
    assert (await app.receive())["reason"] == "refresh_requested"
    with pytest.raises(ConnectionClosed):
        await app.receive()


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_an_ordered_disconnect_says_its_reason(eager: Caller, reason: str) -> None:
    """The connection gets the reason, then it is closed."""
    app = await connect_app(eager)
    assert (await eager.control("disconnect", reason=reason)).json()["disconnected"] == 1
    told = await app.receive()
    assert (told["type"], told["reason"]) == ("disconnect", reason)
    with pytest.raises(ConnectionClosed):
        await app.receive()


async def test_an_ordered_warning_closes_ten_seconds_later(eager: Caller, moved_time: MovedTime) -> None:
    """First the warning, then, ten seconds on, the end."""
    app = await connect_app(eager)
    await eager.control("disconnect", reason="warning")
    assert (await app.receive())["reason"] == "warning"
    moved_time.move(10)
    assert (await app.receive())["reason"] == "refresh_requested"


async def test_only_commands_and_submissions_may_be_answered(eager: Caller) -> None:
    """An envelope says whether its acknowledgement may carry an answer."""
    app = await connect_app(eager)
    typed = _command(eager)
    command = await app.handle({"text": "heard"})
    answer = (await typed).json()
    chosen = asyncio.create_task(eager.control("shortcuts", user="responder", callback_id="anywhere"))
    shortcut = await app.handle()
    await chosen
    assert command["accepts_response_payload"]
    assert answer["response"]["text"] == "heard"
    assert not shortcut["accepts_response_payload"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/eager", "tell @commander in #incidents of https://example.com & <co>"),
        (
            "/escaping",
            "tell <@{user}|commander> in <#{channel}|incidents> of <https://example.com> &amp; &lt;co&gt;",
        ),
    ],
)
async def test_a_command_is_escaped_if_its_manifest_says_so(
    eager: Caller, command: str, expected: str
) -> None:
    """People, channels and links get their ids and angle brackets with ``should_escape``, else none."""
    app = await connect_app(eager)
    text = "tell @commander in #incidents of https://example.com & <co>"
    typed = asyncio.create_task(
        eager.control("commands", user="responder", channel="incidents", command=command, text=text)
    )
    got = (await app.handle())["payload"]["text"]
    await typed
    user, channel = eager.running.people["commander"], await eager.channel("incidents")
    assert got == expected.format(user=user, channel=channel)
