"""A workspace served in a thread of its own, so that a browser test can stay synchronous."""

import asyncio
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from bot.sandbox.endpoints import Endpoint, EndpointState
from bot.sandbox.server import RunningSandbox, serve
from bot.sandbox.settings import SandboxSettings

Json: TypeAlias = dict[str, Any]

START_DEADLINE_S = 10.0


class SomeEndpoints:
    """Endpoints that nobody serves: the page only shows them and their states."""

    def __init__(self) -> None:
        self._states: dict[str, EndpointState] = {}

    def every(self) -> Sequence[Endpoint]:
        """Nine."""
        return [self._endpoint(number) for number in range(1, 10)]

    def set_state(self, name: str, state: EndpointState) -> None:
        """Keep it."""
        self._states[name] = state

    async def fingerprints(self, name: str) -> Sequence[str]:
        """None: nothing is presented."""
        return []

    def _endpoint(self, number: int) -> Endpoint:
        name, host = f"n{number}", f"host-{number}.example.com"
        wrong = f"The certificate is wrong in way {number}."
        return Endpoint(name, host, host, wrong, "", 1, self._states.get(name, "broken"))


MANIFEST = """\
display_information: {name: tryout}
features:
  bot_user: {display_name: tryout}
  app_home: {home_tab_enabled: true}
  slash_commands:
    - {command: /try, description: Try things, usage_hint: "open HOST | status | note TEXT", should_escape: false}
    - {command: /trying, description: Another one, should_escape: false}
  shortcuts:
    - {name: Start something, type: global, callback_id: start, description: From anywhere}
    - {name: Keep this message, type: message, callback_id: keep, description: On a message}
oauth_config:
  scopes:
    bot: [app_mentions:read, channels:history, channels:join, channels:manage, channels:read, chat:write, commands,
          chat:write.customize, files:read, files:write, groups:history, groups:read, groups:write, im:history, im:read,
          im:write, links:write, pins:read, pins:write, reactions:read, reactions:write, usergroups:read, users:read]
settings:
  interactivity: {is_enabled: true}
  event_subscriptions:
    bot_events: [app_home_opened, message.channels, reaction_added]
"""


class ServedWorkspace:
    """A workspace without rate limits and without an app, until one connects."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._ready = threading.Event()
        self._running: RunningSandbox | None = None
        self._stop: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._client: httpx.Client | None = None
        self._channels = 0
        self._people: dict[str, str] = {}

    def start(self) -> None:
        """Serve, and wait until it answers."""
        (self._data_dir / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
        self._thread.start()
        assert self._ready.wait(START_DEADLINE_S), "the workspace did not start"
        self._client = httpx.Client(base_url=self.base_url, trust_env=False, timeout=10)

    async def _serve(self) -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._stop = lambda: loop.call_soon_threadsafe(stopped.set)
        settings = SandboxSettings(
            self._data_dir, port=0, rate_limits=False, manifest_path=self._data_dir / "manifest.yaml"
        )
        async with serve(settings) as self._running:
            self._running.offer_endpoints(SomeEndpoints())
            self._ready.set()
            await stopped.wait()

    def stop(self) -> None:
        """End it."""
        self.client.close()
        self._stop()
        self._thread.join()

    @property
    def client(self) -> httpx.Client:
        """Speaks to it."""
        assert self._client is not None
        return self._client

    @property
    def running(self) -> RunningSandbox:
        """What is being served."""
        assert self._running is not None
        return self._running

    @property
    def base_url(self) -> str:
        """Where the page is."""
        return self.running.base_url

    def call(self, method: str, **arguments: Any) -> Json:
        """Call a Web API method as the app, whatever comes of it."""
        headers = {"Authorization": f"Bearer {self.running.bot_token}"}
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()
        }
        document: Json = self.client.post(f"/api/{method}", data=form, headers=headers).json()
        return document

    def api(self, method: str, **arguments: Any) -> Json:
        """Call a Web API method that must work."""
        answer = self.call(method, **arguments)
        assert answer["ok"], answer
        return answer

    def control(self, path: str, **body: Any) -> Json:
        """Do something as a person, which must work."""
        answer = self.client.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        document: Json = answer.json()
        return document

    def read(self, path: str, **parameters: str) -> Json:
        """Read from the control API."""
        answer = self.client.get(f"/sandbox/{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        document: Json = answer.json()
        return document

    def person(self, name: str) -> str:
        """A person's id."""
        if not self._people:
            self._people = {user["name"]: user["id"] for user in self.read("users")["users"]}
        return self._people[name]

    def channel(self, name: str = "", *, is_private: bool = False, members: Sequence[str] = ()) -> str:
        """A new channel of the app and ``members``: without any, everybody. Returns its id."""
        self._channels += 1
        made = self.api("conversations.create", name=name or f"room-{self._channels}", is_private=is_private)
        people = members or ("responder", "commander", "stakeholder", "pki-engineer", "executive")
        channel = str(made["channel"]["id"])
        users = ",".join(self.person(each) for each in people)
        self.api("conversations.invite", channel=channel, users=users)
        return channel

    def post(self, channel: str, text: str = "words", **message: Any) -> str:
        """A message of the app. Returns its ts."""
        return str(self.api("chat.postMessage", channel=channel, text=text, **message)["ts"])

    def say(self, channel: str, text: str, *, user: str = "commander", **message: Any) -> str:
        """A message of a person. Returns its ts."""
        return str(self.control("messages", user=user, channel=channel, text=text, **message)["ts"])

    def close_views(self, user: str) -> None:
        """Close the modals in front of somebody."""
        for view in reversed(self.read("views", user=user)["views"]):
            self.control(f"views/{view['id']}/close", user=user)

    def share(self, channel: str, name: str, content: bytes, **options: Any) -> str:
        """A file of the app, shared in a channel. Returns the file's id."""
        place = self.api("files.getUploadURLExternal", filename=name, length=str(len(content)))
        httpx.post(place["upload_url"], content=content, trust_env=False).raise_for_status()
        files = [{"id": place["file_id"], "title": options.pop("title", name)}]
        self.api("files.completeUploadExternal", files=files, channel_id=channel, **options)
        return str(place["file_id"])
