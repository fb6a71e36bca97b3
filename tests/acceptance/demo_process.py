"""``certinc demo`` or ``certinc sandbox`` as a process, driven through the doors that people and Slack use."""

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import httpx
import pytest

Json: TypeAlias = dict[str, Any]
Found = TypeVar("Found")

START_DEADLINE_S = 30.0
DEADLINE_S = 15.0


class Demo:
    """One ``certinc demo`` in a process of its own, with its data in ``data_dir``."""

    VERB: tuple[str, ...] = ("demo", "--no-browser")

    def __init__(self, data_dir: Path, *options: str) -> None:
        self.data_dir = data_dir
        self._options = options
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self.base_url = ""
        self.client = httpx.Client(trust_env=False, timeout=10)

    def start(self) -> float:
        """Start it, and return how many real seconds it took until it was ready."""
        began = time.monotonic()
        command = [sys.executable, "-m", "bot", *self.VERB, "--port", str(self._port)]
        command += ["--data-dir", str(self.data_dir), *self._options]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HOME": str(self.data_dir)}
        )
        self.base_url = self._first_line().removeprefix("Workspace: ")
        self._port = int(self.base_url.rpartition(":")[2])
        return time.monotonic() - began

    def _first_line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read_lines, args=(self._process.stdout, lines), daemon=True)
        self._reader.start()
        try:
            line = lines.get(timeout=START_DEADLINE_S).strip()
        except queue.Empty:
            pytest.fail("the demo did not become ready")
        assert line.startswith("Workspace: http://127.0.0.1:"), line
        return line

    def kill(self) -> None:
        """``kill -9``."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._close_output()

    def _close_output(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        if self._reader is not None:
            self._reader.join()
        self._process.stdout.close()

    def stop(self) -> None:
        """Stop it as Ctrl-C does, and see that it ends well."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.terminate()
            assert self._process.wait(timeout=15) == 0
        self._close_output()
        self.client.close()

    def get(self, path: str, **parameters: str) -> Json:
        """Read from the control API."""
        answer = self.client.get(f"{self.base_url}/sandbox/{path}", params=parameters)
        answer.raise_for_status()
        document: Json = answer.json()
        return document

    def post(self, path: str, **body: Any) -> Json:
        """Do something by the control API."""
        answer = self.client.post(f"{self.base_url}/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        document: Json = answer.json()
        return document

    def command(self, user: str, text: str, channel: str = "general") -> str:
        """Type ``/certinc text``; returns what it answered at once."""
        answer = self.post("commands", user=user, channel=channel, command="/certinc", text=text)
        return answer["response"]["text"] if answer["response"] else ""

    def channels(self, user: str = "responder") -> list[Json]:
        """The channels that the person sees."""
        found: list[Json] = self.get("channels", user=user)["channels"]
        return found

    def messages(self, channel: str, user: str = "responder") -> list[Json]:
        """What the person sees in a channel, oldest first."""
        found: list[Json] = self.get(f"channels/{channel}/messages", user=user)["messages"]
        return found

    def keyed(self, channel: str) -> dict[str, list[Json]]:
        """The bot's messages in a channel by their key in the surface."""
        found: dict[str, list[Json]] = {}
        for message in self.messages(channel):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                found.setdefault(payload["key"], []).append(message)
        return found

    def message(self, channel: str, key: str) -> Json:
        """The one message with this key, once it is there."""
        messages = self.wait_for(lambda: self.keyed(channel).get(key), f"message {key}")
        assert len(messages) == 1, f"{key} is there {len(messages)} times"
        return messages[0]

    def incident_channel(self) -> str:
        """The name of the only incident's channel, once it is there."""

        def found() -> str | None:
            names = [c["name"] for c in self.channels() if c["name"].startswith("inc-")]
            assert len(names) <= 1, names
            return names[0] if names else None

        return self.wait_for(found, "an incident's channel")

    def click(self, user: str, channel: str, key: str, action_id: str) -> None:
        """Press a button of the message with this key."""
        message = self.message(channel, key)
        block, element = _element(message, action_id)
        body = {"block_id": block["block_id"], "action_id": action_id, "ts": message["ts"]}
        self.post("actions", user=user, channel=channel, value=element["value"], **body)

    def tick(self, user: str, channel: str, *, done: bool = True) -> None:
        """Tick the first checkbox of the runbook that is shown."""
        message = self.message(channel, "runbook")
        block, element = _element(message, "tick")
        body = {"block_id": block["block_id"], "action_id": "tick", "ts": message["ts"]}
        chosen = element["options"] if done else []
        self.post("actions", user=user, channel=channel, selected_options=chosen, **body)

    def form(self, user: str) -> Json:
        """The form that the person sees."""
        views = self.wait_for(lambda: self.get("views", user=user)["views"], "a form")
        form: Json = views[-1]
        return form

    def send_form(self, user: str, **values: Json | str) -> Json:
        """Send the form; each field's only element is called ``input``."""
        view = self.form(user)
        filled = {field: {"input": value} for field, value in values.items()}
        answer = self.client.post(
            f"{self.base_url}/sandbox/views/{view['id']}/submit", json={"user": user, "values": filled}
        )
        document: Json = answer.json()
        return document

    def lost_calls(self) -> list[str]:
        """The methods of the app's calls that got 429 and that no later call of the method has made good."""
        calls = self.get("calls")["calls"]
        return [
            call["method"]
            for index, call in enumerate(calls)
            if call["status"] == 429
            and not any(later["method"] == call["method"] and later["ok"] for later in calls[index + 1 :])
        ]

    def wait_for(self, look: Callable[[], Found | None], what: str) -> Found:
        """Look until there is something, or fail after a while."""
        deadline = time.monotonic() + DEADLINE_S
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < deadline, f"{what} did not come"
            time.sleep(0.02)


class Sandbox(Demo):
    """One ``certinc sandbox``: the workspace alone, for a bot that the test brings."""

    VERB = ("sandbox",)


def _read_lines(stream: Any, lines: "queue.SimpleQueue[str]") -> None:
    for line in stream:
        lines.put(line)


def _element(message: Json, action_id: str) -> tuple[Json, Json]:
    for block in message["blocks"]:
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("action_id") == action_id:
                return block, element
    raise AssertionError(f"{message['text']!r} has no {action_id}")
