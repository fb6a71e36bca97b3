"""``certinc sandbox`` alone, as a process: what it answered it keeps, and what it says at its start."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from tests.acceptance.demo_process import Sandbox


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Sandbox]:
    """A workspace with certinc's own manifest, without rate limits."""
    running = Sandbox(tmp_path / "sandbox", "--no-rate-limits")
    running.start()
    yield running
    running.stop()


def test_whatever_was_answered_survives_a_kill(workspace: Sandbox) -> None:
    """``kill -9`` right after each answer: messages, edits, pins, files, the clock, people's words, the calls."""
    token = workspace.get("tokens")["bot"]
    slack = WebClient(token=token, base_url=f"{workspace.base_url}/api/")
    channel = slack.conversations_create(name="kept")["channel"]["id"]
    _kill(workspace)
    ts = slack.chat_postMessage(channel=channel, text="first")["ts"]
    _kill(workspace)
    slack.chat_update(channel=channel, ts=ts, text="second")
    _kill(workspace)
    slack.pins_add(channel=channel, timestamp=ts)
    _kill(workspace)
    slack.files_upload_v2(channel=channel, content="words", filename="a.txt")
    _kill(workspace)
    workspace.post("messages", user="responder", channel="general", text="mine")
    _kill(workspace)
    workspace.post("clock", advance_s=3600)
    _kill(workspace)
    shown = workspace.messages("kept")
    assert [each["text"] for each in shown if each["ts"] == ts] == ["second"]
    assert [file["name"] for each in shown for file in each.get("files", ())] == ["a.txt"]
    assert [each["pins"] for each in workspace.channels() if each["name"] == "kept"] == [[ts]]
    assert workspace.messages("general")[-1]["text"] == "mine"
    assert workspace.get("clock")["offset_s"] == 3600
    assert workspace.get("tokens")["bot"] == token
    answered = [call["method"] for call in workspace.get("calls")["calls"] if call["ok"]]
    assert {"conversations.create", "chat.postMessage", "chat.update", "pins.add"} <= set(answered)


def _kill(workspace: Sandbox) -> None:
    workspace.kill()
    workspace.start()


def test_a_manifest_that_cannot_be_used_is_named_at_the_start(tmp_path: Path) -> None:
    """Plain sentences and status 2, no traceback."""
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--data-dir", str(tmp_path)]
    command += ["--manifest", str(tmp_path / "absent.yaml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 2
    assert "absent.yaml cannot be read" in result.stderr
    assert "Traceback" not in result.stderr


def test_events_that_will_never_come_are_named_at_the_start(tmp_path: Path) -> None:
    """Whoever brings a manifest knows before wondering."""
    manifest = json.loads((Path(__file__).parent / "bots" / "manifest.json").read_text("utf-8"))
    manifest["settings"]["event_subscriptions"]["bot_events"] = ["app_mention", "team_join"]
    manifest["oauth_config"]["scopes"]["bot"].remove("app_mentions:read")
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--data-dir", str(tmp_path)]
    command += ["--manifest", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        process.terminate()
    assert lines[2:] == [
        "Not sent:  app_mention: the app lacks the scope app_mentions:read\n",
        "Not sent:  team_join: this workspace does not have it\n",
    ]
