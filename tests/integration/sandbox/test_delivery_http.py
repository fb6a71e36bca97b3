"""HTTP mode: signed requests, which the real slack-bolt verifies."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.sandbox.delivery.request_url import RequestUrlError
from bot.sandbox.delivery.signing import signature_headers
from bot.sandbox.server import serve
from bot.sandbox.settings import SandboxSettings
from tests.integration.sandbox.app_manifest import write_manifest
from tests.integration.sandbox.bolt_app import PATH, bolt_app, served
from tests.integration.sandbox.caller import Caller
from tests.integration.sandbox.moved_time import MovedTime
from tests.integration.sandbox.socket_app import connect_app


@asynccontextmanager
async def _by_http(caller: Caller, app: AsyncApp) -> AsyncIterator[str]:
    async with served(app.web_app(PATH)) as url:
        answer = await caller.control("app", request_url=url)
        assert answer.status_code == 200, answer.text
        yield url


async def _command(caller: Caller, text: str = "") -> httpx.Response:
    return await caller.control(
        "commands", user="responder", channel="incidents", command="/eager", text=text
    )


@dataclass
class Recorder:
    """An app without a library: answers with what it is told to, and keeps what it got."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    content_type: str = "text/plain"
    hangs: bool = False
    got: asyncio.Queue[tuple[Mapping[str, str], bytes]] = field(default_factory=asyncio.Queue)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request."""
        body = await request.read()
        if b'"url_verification"' in body:
            return web.Response(text=json.loads(body)["challenge"])
        self.got.put_nowait((request.headers, body))
        if self.hangs:
            await asyncio.Event().wait()
        return web.Response(
            status=self.status, headers=self.headers, text=self.body, content_type=self.content_type
        )

    @asynccontextmanager
    async def used_by(self, caller: Caller) -> AsyncIterator[None]:
        """Serve it as the app's request URL."""
        application = web.Application()
        application.router.add_post(PATH, self.answer)
        async with served(application) as url:
            assert (await caller.control("app", request_url=url)).status_code == 200
            yield


async def test_bolt_verifies_the_signature_of_a_command(eager: Caller) -> None:
    """A command is a form; Bolt checks the signature and its answer is shown to the person."""
    app = await bolt_app(eager.client)

    @app.command("/eager")
    async def handle(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"{command['user_name']} said {command['text']}")

    async with _by_http(eager, app):
        answer = await _command(eager, "grüße & more")
    assert answer.json()["response"]["text"] == "responder said grüße & more"


async def test_bolt_refuses_another_signing_secret(eager: Caller) -> None:
    """An app with a wrong secret passes not even the challenge, as in Slack."""
    app = await bolt_app(eager.client, signing_secret="another")
    async with served(app.web_app(PATH)) as url:
        answer = await eager.control("app", request_url=url)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request_url")


async def test_bolt_refuses_a_stale_time_stamp(eager: Caller) -> None:
    """The same request, signed rightly but six minutes old, is refused; signed now, it is taken."""
    app = await bolt_app(eager.client)
    secret = (await eager.client.get("/sandbox/tokens")).json()["signing_secret"]
    body = b'{"type": "url_verification", "challenge": "c", "token": "t"}'
    statuses = []
    async with served(app.web_app(PATH)) as url, httpx.AsyncClient(trust_env=False) as client:
        for age_s in (360, 0):
            headers = signature_headers(secret, body, timestamp_s=int(time.time()) - age_s)
            sent = await client.post(
                url, content=body, headers={"Content-Type": "application/json", **headers}
            )
            statuses.append(sent.status_code)
    assert statuses == [401, 200]


async def test_a_workspace_whose_time_is_off_is_refused_by_bolt(eager: Caller, moved_time: MovedTime) -> None:
    """The time stamp is really the workspace's own: six minutes ahead, Bolt answers 401 and the command fails."""
    app = await bolt_app(eager.client)

    @app.command("/eager")
    async def handle(ack: AsyncAck) -> None:
        await ack()

    async with _by_http(eager, app):
        assert (await _command(eager)).status_code == 200
        moved_time.move(-360)
        answer = await _command(eager)
    assert answer.json()["error"] == "http_client_error"


async def test_clicks_and_modals_work_over_http(eager: Caller) -> None:
    """An interaction is JSON in the form field ``payload``; a submission's errors come back in the answer."""
    app = await bolt_app(eager.client)
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "b",
                "label": {"type": "plain_text", "text": "L"},
                "element": {"type": "plain_text_input", "action_id": "a"},
            }
        ],
    }

    @app.action("go")
    async def clicked(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await app.client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    async def submitted(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"b": "no"})

    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    async with _by_http(eager, app):
        posted = await eager.api(
            "chat.postMessage",
            channel=await eager.channel("incidents"),
            text="x",
            blocks=[{"type": "actions", "elements": [button]}],
        )
        clicked_answer = await eager.control(
            "actions", user="responder", channel="incidents", ts=posted["ts"], action_id="go"
        )
        shown = (await eager.client.get("/sandbox/views?user=responder")).json()["views"]
        answer = await eager.control(
            f"views/{shown[0]['id']}/submit", user="responder", values={"b": {"a": "x"}}
        )
    assert clicked_answer.status_code == 200
    assert answer.json()["errors"] == {"b": "no"}


async def test_bolt_hears_events_over_http(eager: Caller) -> None:
    """An event is JSON, sent once the URL has repeated the challenge."""
    app = await bolt_app(eager.client)
    heard: asyncio.Queue[str] = asyncio.Queue()

    @app.event("message")
    async def handle(event: dict[str, Any]) -> None:
        heard.put_nowait(event["text"])

    async with _by_http(eager, app):
        await eager.control("messages", user="responder", channel="incidents", text="hello")
        assert await asyncio.wait_for(heard.get(), 5) == "hello"


async def test_a_command_as_it_is_sent(eager: Caller) -> None:
    """A signed form with Slack's fields; booleans are words."""
    app = Recorder()
    async with app.used_by(eager):
        await _command(eager, "a b")
        headers, body = app.got.get_nowait()
    fields = {key: values[0] for key, values in parse_qs(body.decode()).items()}
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["X-Slack-Signature"].startswith("v0=")
    assert headers["User-Agent"].startswith("Slackbot 1.0")
    assert (fields["command"], fields["text"], fields["is_enterprise_install"]) == ("/eager", "a b", "false")
    assert fields["response_url"].startswith(f"{eager.running.base_url}/commands/")


async def test_events_are_retried_at_once_after_a_minute_and_after_five(
    eager: Caller, moved_time: MovedTime
) -> None:
    """Each retry says which it is and why; after the third the event is dropped."""
    app = Recorder(status=500)
    async with app.used_by(eager):
        await eager.control("messages", user="responder", channel="incidents", text="first")
        tries = [await _next(app), await _next(app)]
        for wait_s in (60, 300):
            await moved_time.slept_for(wait_s)
            moved_time.move(wait_s)
            tries.append(await _next(app))
        app.status = 200
        await eager.control("messages", user="responder", channel="incidents", text="second")
        last = await _next(app)
    assert [_retry(headers) for headers, _ in tries] == [
        (None, None),
        ("1", "http_error"),
        ("2", "http_error"),
        ("3", "http_error"),
    ]
    assert len({json.loads(body)["event_id"] for _, body in tries}) == 1
    assert json.loads(last[1])["event"]["text"] == "second"


async def test_an_event_that_is_not_answered_in_time_is_retried(eager: Caller, moved_time: MovedTime) -> None:
    """The reason is ``http_timeout``."""
    app = Recorder(hangs=True)
    async with app.used_by(eager):
        await eager.control("messages", user="responder", channel="incidents", text="first")
        await _next(app)
        app.hangs = False
        await moved_time.slept_for(3)
        moved_time.move(3)
        assert _retry((await _next(app))[0]) == ("1", "http_timeout")


async def test_an_app_can_ask_for_no_retry(eager: Caller) -> None:
    """``X-Slack-No-Retry: 1`` on a failure: the next request is the next event."""
    app = Recorder(status=500, headers={"X-Slack-No-Retry": "1"})
    async with app.used_by(eager):
        for text in ("first", "second"):
            await eager.control("messages", user="responder", channel="incidents", text=text)
            headers, body = await _next(app)
            assert json.loads(body)["event"]["text"] == text
            assert _retry(headers) == (None, None)


@pytest.mark.parametrize(
    ("app", "error"),
    [
        (Recorder(status=404), "http_client_error"),
        (Recorder(status=503), "http_service_error"),
        (Recorder(status=302, headers={"Location": "http://192.0.2.1/"}), "http_service_error"),
        (Recorder(body="{", content_type="application/json"), "invalid_command_response"),
    ],
)
async def test_a_command_fails_with_what_went_wrong(eager: Caller, app: Recorder, error: str) -> None:
    """The person sees Slack's word for it, and a redirect is never followed."""
    async with app.used_by(eager):
        answer = await _command(eager)
    assert (answer.status_code, answer.json()["error"]) == (502, error)


async def test_plain_text_answers_a_command(eager: Caller) -> None:
    """Only the person sees it."""
    async with Recorder(body="heard").used_by(eager):
        shown = (await _command(eager)).json()["response"]
    assert (shown["text"], shown["is_ephemeral"]) == ("heard", True)


async def test_an_app_that_is_gone(eager: Caller) -> None:
    """The request URL of a stopped app: the command fails at once."""
    async with Recorder().used_by(eager):
        pass
    assert (await _command(eager)).json()["error"] == "dispatch_failed"


async def test_http_mode_switches_socket_mode_off(eager: Caller) -> None:
    """Connections are told ``link_disabled``, new ones too, until Socket Mode is switched on again."""
    before = await connect_app(eager)
    async with Recorder().used_by(eager):
        assert (await before.receive())["reason"] == "link_disabled"
        assert (await connect_app(eager)).hello["reason"] == "link_disabled"
        described = (await eager.client.get("/sandbox/workspace")).json()["app"]
        assert described["connected"]
        assert described["request_url"].startswith("http://127.0.0.1:")
    assert (await eager.control("app", request_url=None)).status_code == 200
    assert (await connect_app(eager)).hello["type"] == "hello"


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/slack/events",
        "http://example.com/slack/events",
        "http://127.0.0.1.example.com/",
        "http://user@127.0.0.1/",
        "https://127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_only_this_computer_can_be_a_request_url(eager: Caller, tmp_path: Path, url: str) -> None:
    """Anything else is refused before anything is sent, by the control API and at the start."""
    answer = await eager.control("app", request_url=url)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request_url")
    with pytest.raises(RequestUrlError, match="localhost"):
        SandboxSettings(tmp_path, request_url=url)


async def test_a_url_that_repeats_no_challenge_is_refused(eager: Caller) -> None:
    """And the app stays where it was."""
    application = web.Application()

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=f"hello {request.path}")

    application.router.add_post(PATH, answer)
    async with served(application) as url:
        refused = await eager.control("app", request_url=url)
    assert "does not repeat the challenge" in refused.json()["message"]
    assert (await eager.client.get("/sandbox/workspace")).json()["app"]["request_url"] is None


async def test_a_request_url_from_the_start_is_challenged_before_the_first_event(tmp_path: Path) -> None:
    """The app may be started after the workspace: the challenge comes with the first event."""
    got: asyncio.Queue[str] = asyncio.Queue()

    async def answer(request: web.Request) -> web.Response:
        document = await request.json()
        got.put_nowait(document["type"])
        return web.json_response({"challenge": document.get("challenge")})

    application = web.Application()
    application.router.add_post(PATH, answer)
    async with served(application) as url:
        settings = SandboxSettings(
            tmp_path, port=0, rate_limits=False, request_url=url, manifest_path=write_manifest(tmp_path)
        )
        async with (
            serve(settings) as running,
            httpx.AsyncClient(base_url=running.base_url, trust_env=False) as client,
        ):
            body = {"user": "responder", "channel": "incidents", "text": "hello"}
            await client.post("/sandbox/messages", json=body)
            assert [await asyncio.wait_for(got.get(), 5) for _ in range(2)] == [
                "url_verification",
                "event_callback",
            ]


async def _next(app: Recorder) -> tuple[Mapping[str, str], bytes]:
    return await asyncio.wait_for(app.got.get(), 5)


def _retry(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    return headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")
