"""Bots of other people, as processes of their own, on ``certinc sandbox --manifest``: nothing of ours is in them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import content
from tests.acceptance.demo_process import Json, Sandbox

MANIFEST = Path(__file__).parent / "bots" / "manifest.json"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Sandbox]:
    """A workspace whose app is the starter bot, without rate limits."""
    running = Sandbox(tmp_path / "sandbox", "--no-rate-limits", "--manifest", str(MANIFEST))
    running.start()
    yield running
    running.stop()


@contextmanager
def _running(workspace: Sandbox, name: str) -> Iterator[None]:
    """One of the bots, connected to the workspace by the way that it uses."""
    tokens = workspace.get("tokens")
    port = _free_port()
    environment = os.environ | {
        "SLACK_BOT_TOKEN": tokens["bot"],
        "SLACK_APP_TOKEN": tokens["app"],
        "SLACK_SIGNING_SECRET": tokens["signing_secret"],
        "SLACK_API_URL": f"{workspace.base_url}/api/",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", f"tests.acceptance.bots.{name}"]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=content.root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    if name == "http_server":
        url = f"http://127.0.0.1:{port}/slack/events"
        workspace.wait_for(lambda: _answers(workspace, url), "the bot's HTTP server")
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    assert "Traceback" not in said, said


def _answers(workspace: Sandbox, url: str) -> bool:
    answer = workspace.client.post(f"{workspace.base_url}/sandbox/app", json={"request_url": url})
    return answer.status_code == 200


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _said(workspace: Sandbox, words: str, channel: str = "incidents", user: str = "responder") -> Json:
    """The newest message with these words that the person sees, once it is there."""

    def look() -> Json | None:
        found = [each for each in workspace.messages(channel, user) if words in each["text"]]
        return found[-1] if found else None

    return workspace.wait_for(look, f"a message with {words!r}")


@pytest.mark.parametrize("name", ["sync_socket", "async_socket", "http_server"])
def test_a_starter_bot_does_all_that_its_template_shows(workspace: Sandbox, name: str) -> None:
    """Messages, buttons, commands, shortcuts, forms with errors, menus from outside, Home, reactions, mentions."""
    people = {user["name"]: user["id"] for user in workspace.get("users")["users"]}
    with _running(workspace, name):
        _messages_and_buttons(workspace, people)
        _commands_and_shortcuts(workspace)
        _forms(workspace)
        _events(workspace, people)
    calls = workspace.get("calls")["calls"]
    assert {call["method"] for call in calls if call["error"]} == set()
    assert [call for call in calls if call["unknown_args"]] == []


def _messages_and_buttons(workspace: Sandbox, people: dict[str, str]) -> None:
    workspace.post("messages", user="responder", channel="incidents", text="hello everybody")
    greeting = _said(workspace, f"Hey there <@{people['responder']}>!")
    assert greeting["bot_profile"]["name"] == "starter_bot"
    workspace.post(
        "actions", user="commander", channel="incidents", ts=greeting["ts"], action_id="button_click"
    )
    _said(workspace, f"<@{people['commander']}> clicked the button")
    workspace.post("messages", user="responder", channel="incidents", text="good morning")
    _said(workspace, "good morning to you")
    workspace.post("messages", user="responder", channel="incidents", text="@starter_bot are you there?")
    called = _said(workspace, "You called?")
    assert _said(workspace, "are you there?")["ts"] == called["thread_ts"]


def _commands_and_shortcuts(workspace: Sandbox) -> None:
    workspace.post("commands", user="responder", channel="general", command="/sample", text="a b")
    assert _said(workspace, "Responding to: a b", "general")["is_ephemeral"]
    quoted = _said(workspace, "good morning to you")
    workspace.post("shortcuts", user="responder", callback_id="quote", channel="incidents", ts=quoted["ts"])
    _said(workspace, "> good morning to you", user="executive")


def _forms(workspace: Sandbox) -> None:
    workspace.post("shortcuts", user="responder", callback_id="sample_shortcut")
    form = workspace.form("responder")
    menu = {"user": "responder", "view_id": form["id"], "action_id": "cities"}
    assert workspace.post("suggestions", value="", **menu)["options"] == []
    offered = workspace.post("suggestions", value="ber", **menu)["options"]
    assert [option["value"] for option in offered] == ["berlin", "bern"]
    for typed, errors in (("abc", {"words": "More than three characters, please"}), ("a word", None)):
        values = {"words": {"typed": typed}, "city": {"cities": offered[1]}}
        answer = workspace.client.post(
            f"{workspace.base_url}/sandbox/views/{form['id']}/submit",
            json={"user": "responder", "values": values},
        )
        assert answer.json().get("errors") == errors
    assert workspace.get("views", user="responder")["views"] == []
    direct = workspace.wait_for(lambda: _direct(workspace), "a direct message")
    _said(workspace, "a word in bern", direct)


def _direct(workspace: Sandbox) -> str | None:
    found = [channel["id"] for channel in workspace.channels() if channel["is_im"]]
    return found[0] if found else None


def _events(workspace: Sandbox, people: dict[str, str]) -> None:
    workspace.post("home/open", user="executive")
    home = workspace.wait_for(lambda: workspace.get("home", user="executive")["view"], "the Home tab")
    assert "Welcome home" in str(home["blocks"])
    ts = _said(workspace, "hello everybody")["ts"]
    workspace.post("reactions", user="stakeholder", channel="incidents", ts=ts, name="tada")
    _said(workspace, f":tada: by <@{people['stakeholder']}>")
    workspace.post("invitations", user="responder", channel="general", invited="starter_bot")
    workspace.post("messages", user="responder", channel="general", text="hello general")
    _said(workspace, f"Hey there <@{people['responder']}>!", "general")


def test_the_plain_sdk_pages_through_everything(workspace: Sandbox) -> None:
    """Lists by cursor, files by ``files_upload_v2``, scheduled messages, as scripts use them."""
    slack = _client(workspace)
    for number in range(5):
        slack.conversations_create(name=f"room-{number}")
    names = [each["name"] for page in slack.conversations_list(limit=2) for each in page["channels"]]
    assert names == ["general", "incidents", *(f"room-{number}" for number in range(5))]
    users = [each["name"] for page in slack.users_list(limit=2) for each in page["members"]]
    assert len(users) == len(set(users)) == 6
    channel = slack.conversations_create(name="busy")["channel"]["id"]
    for number in range(7):
        slack.chat_postMessage(channel=channel, text=str(number))
    read = [
        each["text"]
        for page in slack.conversations_history(channel=channel, limit=3)
        for each in page["messages"]
        if not each.get("subtype")
    ]
    assert read == [str(number) for number in reversed(range(7))]


def test_the_plain_sdk_uploads_and_schedules(workspace: Sandbox, tmp_path: Path) -> None:
    """From memory and from disk, one file and several; a scheduled message comes, a deleted one does not."""
    slack = _client(workspace)
    channel = workspace.channels()[1]["id"]
    path = tmp_path / "on-disk.pem"
    path.write_bytes(bytes(range(256)))
    slack.files_upload_v2(channel=channel, content="words", filename="one.txt", initial_comment="One file")
    slack.files_upload_v2(
        channel=channel,
        initial_comment="Two files",
        file_uploads=[{"file": str(path), "title": "Disk"}, {"content": b"\0\1", "filename": "two.bin"}],
    )
    shared = [
        [file["title"] for file in each["files"]]
        for each in workspace.messages("incidents")
        if "files" in each
    ]
    assert shared == [["one.txt"], ["Disk", "two.bin"]]
    now = int(workspace.get("clock")["now_s"])
    slack.chat_scheduleMessage(channel=channel, post_at=now + 600, text="Later")
    dropped = slack.chat_scheduleMessage(channel=channel, post_at=str(now + 600), text="Never")
    slack.chat_deleteScheduledMessage(
        channel=channel, scheduled_message_id=str(dropped["scheduled_message_id"])
    )
    workspace.post("clock", advance_s=601)
    texts = [each["text"] for each in workspace.messages("incidents")]
    assert "Later" in texts
    assert "Never" not in texts


def _client(workspace: Sandbox) -> WebClient:
    return WebClient(token=workspace.get("tokens")["bot"], base_url=f"{workspace.base_url}/api/")


def test_the_bot_has_its_own_commands_scopes_and_name(workspace: Sandbox) -> None:
    """Those of its manifest, not certinc's; what it did not ask for is refused."""
    app = workspace.get("workspace")["app"]
    assert [command["command"] for command in app["commands"]] == ["/sample"]
    assert app["name"] == "Starter Bot"
    slack = _client(workspace)
    who: Any = slack.auth_test()
    assert who["user"] == "starter_bot"
    with pytest.raises(SlackApiError) as refused:
        slack.usergroups_list()
    assert refused.value.response["error"] == "missing_scope"
