"""An app on Socket Mode, which answers as the test tells it to."""

import json
import threading
from collections.abc import Callable
from typing import Any, Self, TypeAlias

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.acceptance.page.served_workspace import ServedWorkspace

Json: TypeAlias = dict[str, Any]
Answer: TypeAlias = Callable[[Json], "Json | None"]

DEADLINE_S = 5.0


def acknowledge(payload: Json) -> Json | None:
    """Nothing but an acknowledgement."""
    del payload
    return None


class AnsweringApp:
    """A connected app. It acknowledges every envelope with what ``answer`` makes of its payload."""

    def __init__(self, workspace: ServedWorkspace) -> None:
        self._workspace = workspace
        self._connection: ClientConnection | None = None
        self._thread: threading.Thread | None = None
        self._received: list[Json] = []
        self._came = threading.Condition()
        self.answer: Answer = acknowledge

    def __enter__(self) -> Self:
        """Connect."""
        headers = {"Authorization": f"Bearer {self._workspace.running.app_token}"}
        address = f"{self._workspace.base_url}/api/apps.connections.open"
        opened: Json = httpx.post(address, headers=headers, trust_env=False).json()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(opened["url"], ready), daemon=True)
        self._thread.start()
        assert ready.wait(DEADLINE_S), "the app did not connect"
        return self

    def __exit__(self, *_: object) -> None:
        """Disconnect: the app is gone."""
        self.disconnect()

    def disconnect(self) -> None:
        """Close the connection."""
        if self._connection is not None and self._thread is not None:
            self._connection.close()
            self._thread.join()
            self._connection = None

    def _run(self, url: str, ready: threading.Event) -> None:
        with connect(url, proxy=None) as connection:
            self._connection = connection
            assert json.loads(connection.recv(timeout=DEADLINE_S))["type"] == "hello"
            ready.set()
            self._listen(connection)

    def forget(self) -> None:
        """Be as new: nothing received, and every answer a plain acknowledgement."""
        self.answer = acknowledge
        with self._came:
            self._received.clear()

    def received(self, **wanted: str) -> Json:
        """The first payload whose fields are as wanted, once it has come; ``action_id`` is that of its first action."""
        with self._came:
            found = self._came.wait_for(lambda: self._find(wanted), timeout=DEADLINE_S)
            assert found, f"no {wanted} among {[_summary(each) for each in self._received]}"
            return found

    def count(self, **wanted: str) -> int:
        """How many such payloads came so far."""
        with self._came:
            return sum(_fits(each, wanted) for each in self._received)

    def _find(self, wanted: dict[str, str]) -> Json | None:
        return next((each for each in self._received if _fits(each, wanted)), None)

    def _listen(self, connection: ClientConnection) -> None:
        try:
            for raw in connection:
                self._handle(connection, json.loads(raw))
        except ConnectionClosed:
            return

    def _handle(self, connection: ClientConnection, envelope: Json) -> None:
        if "envelope_id" not in envelope:
            return
        payload: Json = envelope["payload"]
        said = self.answer(payload)
        answer = {"envelope_id": envelope["envelope_id"]} | ({} if said is None else {"payload": said})
        connection.send(json.dumps(answer))
        with self._came:
            self._received.append(payload)
            self._came.notify_all()


def _fits(payload: Json, wanted: dict[str, str]) -> bool:
    return all(_summary(payload).get(name) == value for name, value in wanted.items())


def _summary(payload: Json) -> Json:
    event = payload.get("event") or {}
    action = (payload.get("actions") or [{}])[0]
    return {
        "type": event.get("type") or payload.get("type"),
        "action_id": action.get("action_id"),
        "callback_id": payload.get("callback_id"),
        "command": payload.get("command"),
    }
