"""What the app gets over a real WebSocket against the shapes of what Slack sends."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.integration.sandbox.capture import Capture
from tests.integration.sandbox.shapes import differences

DATA = os.environ.get("CERTINC_CONFORMANCE_DATA")

pytestmark = pytest.mark.skipif(
    DATA is None, reason="CERTINC_CONFORMANCE_DATA is not set: nothing to compare with"
)

TEXT = {"type": "plain_text", "text": "Words"}
BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*words*"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "go",
                "text": TEXT,
                "value": "v",
                "style": "danger",
                "confirm": {"title": TEXT, "text": TEXT, "confirm": TEXT, "deny": TEXT},
            },
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": TEXT,
                "options": [{"text": TEXT, "value": "one"}],
            },
            {"type": "users_select", "action_id": "who"},
            {"type": "datepicker", "action_id": "day"},
            {
                "type": "checkboxes",
                "action_id": "check",
                "options": [{"text": TEXT, "value": "done"}],
            },
        ],
    },
]
VIEW = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "m",
    "title": TEXT,
    "submit": TEXT,
    "close": TEXT,
    "notify_on_close": True,
    "blocks": [
        *BLOCKS,
        {
            "type": "input",
            "block_id": "b",
            "label": TEXT,
            "element": {"type": "plain_text_input", "action_id": "a"},
        },
    ],
}

DOCUMENTED = {
    # Who reacted: https://docs.slack.dev/reference/methods/reactions.get
    "BlockActionPayload": {"message.reactions[].users"},
    # https://docs.slack.dev/tools/bolt-js/reference/interfaces/ViewResponseUrl
    "ViewSubmissionPayload": {"response_urls"},
    "MessagePayload": {
        # A message of an app names it: https://docs.slack.dev/reference/methods/conversations.history
        "event.app_id",
        # https://docs.slack.dev/messaging/message-metadata
        "event.metadata.event_payload",
    },
    # As above.
    "MessageChangedPayload": {"event.message.app_id", "event.previous_message.app_id"},
    # The pinned message with its blocks: https://docs.slack.dev/reference/methods/pins.list
    "PinAddedPayload": {"event.item.message.blocks"},
}
"""Keys that the shapes do not know, by shape, each with the Slack page that documents it."""


def _check(name: str, payload: dict[str, Any]) -> None:
    path = Path(str(DATA)) / "slack-shapes" / "payloads" / f"{name}.json"
    shape = json.loads(path.read_text("utf-8"))
    allowed = {f"{key} is unknown" for key in DOCUMENTED.get(name, ())}
    assert not set(differences(payload, shape)) - allowed


async def test_a_slash_command(capture: Capture) -> None:
    """What a command carries."""
    await capture.do("commands", channel="incidents", command="/eager", text="words")
    _check("SlashCommandPayload", await capture.until("slash_command"))


async def _posted(capture: Capture) -> str:
    channel = await capture.caller.channel("incidents")
    metadata = {"event_type": "kind", "event_payload": {"key": "k"}}
    posted = await capture.api(
        "chat.postMessage", channel=channel, text="Words", blocks=BLOCKS, metadata=metadata
    )
    return str(posted["ts"])


@pytest.mark.parametrize(
    "chosen",
    [
        {"action_id": "go"},
        {"action_id": "pick", "selected_option": "one"},
        {"action_id": "who", "selected_user": "commander"},
        {"action_id": "day", "selected_date": "2026-01-31"},
        {"action_id": "check", "selected_options": ["done"]},
    ],
)
async def test_a_click_in_a_message(capture: Capture, chosen: dict[str, Any]) -> None:
    """Each kind of element, with the message it stands in."""
    ts = await _posted(capture)
    await capture.do("messages", channel="incidents", text="A reply", thread_ts=ts)
    await capture.do("reactions", channel="incidents", ts=ts, name="eyes")
    await capture.do("actions", channel="incidents", ts=ts, block_id="row", **chosen)
    _check("BlockActionPayload", await capture.until("block_actions"))


async def test_a_click_in_an_ephemeral_message(capture: Capture) -> None:
    """The message itself is not told, only its container."""
    channel = await capture.caller.channel("incidents")
    user = capture.caller.running.people["responder"]
    posted = await capture.api("chat.postEphemeral", channel=channel, user=user, text="x", blocks=BLOCKS)
    await capture.do("actions", channel="incidents", ts=posted["message_ts"], action_id="go")
    payload = await capture.until("block_actions")
    _check("BlockActionPayload", payload)
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"]


async def _opened(capture: Capture) -> str:
    await capture.do("commands", channel="incidents", command="/eager", text="")
    trigger = (await capture.until("slash_command"))["trigger_id"]
    return str((await capture.api("views.open", trigger_id=trigger, view=VIEW))["view"]["id"])


async def test_a_click_in_a_modal(capture: Capture) -> None:
    """The view and its state, in place of a message."""
    view_id = await _opened(capture)
    await capture.do("actions", view_id=view_id, action_id="go", block_id="row")
    _check("BlockActionPayload", await capture.until("block_actions"))


async def test_a_submitted_modal(capture: Capture) -> None:
    """The view with what was entered."""
    view_id = await _opened(capture)
    await capture.do(f"views/{view_id}/submit", values={"b": {"a": "text"}})
    _check("ViewSubmissionPayload", await capture.until("view_submission"))


async def test_a_closed_modal(capture: Capture) -> None:
    """The view as it was."""
    view_id = await _opened(capture)
    await capture.do(f"views/{view_id}/close")
    _check("ViewClosedPayload", await capture.until("view_closed"))


async def test_a_message_shortcut(capture: Capture) -> None:
    """The message that it was chosen on."""
    ts = await _posted(capture)
    await capture.do("shortcuts", callback_id="on_this", channel="incidents", ts=ts)
    _check("MessageShortcutPayload", await capture.until("message_action"))


async def test_a_persons_message_and_their_reply(capture: Capture) -> None:
    """``message`` of a channel, and in a thread."""
    posted = await capture.do("messages", channel="incidents", text="Words")
    _check("MessagePayload", await capture.until("message"))
    capture.heard.clear()
    await capture.do("messages", channel="incidents", text="More", thread_ts=posted["ts"])
    _check("MessagePayload", await capture.until("message"))


async def test_the_apps_own_message(capture: Capture) -> None:
    """``message`` with the app's profile, blocks and metadata."""
    await _posted(capture)
    _check("MessagePayload", await capture.until("message"))


async def test_a_changed_message(capture: Capture) -> None:
    """``message_changed``, with the message before and after."""
    ts = await _posted(capture)
    channel = await capture.caller.channel("incidents")
    await capture.api("chat.update", channel=channel, ts=ts, text="Other words")
    _check("MessageChangedPayload", await capture.until("message", subtype="message_changed"))


async def test_a_mention(capture: Capture) -> None:
    """``app_mention``."""
    await capture.do("messages", channel="incidents", text="@eager hello")
    _check("AppMentionPayload", await capture.until("app_mention"))


async def test_a_reaction(capture: Capture) -> None:
    """``reaction_added``."""
    ts = await _posted(capture)
    await capture.do("reactions", channel="incidents", ts=ts, name="eyes")
    _check("ReactionAddedPayload", await capture.until("reaction_added"))


async def test_a_pin(capture: Capture) -> None:
    """``pin_added``."""
    ts = await _posted(capture)
    await capture.api("pins.add", channel=await capture.caller.channel("incidents"), timestamp=ts)
    _check("PinAddedPayload", await capture.until("pin_added"))


async def test_a_channels_life(capture: Capture) -> None:
    """``channel_created``, ``member_joined_channel`` of an invited person, ``channel_archive``."""
    channel = (await capture.api("conversations.create", name="short-lived"))["channel"]["id"]
    _check("ChannelCreatedPayload", await capture.until("channel_created"))
    user = capture.caller.running.people["commander"]
    await capture.api("conversations.invite", channel=channel, users=user)
    joined = await capture.until("member_joined_channel")
    assert joined["event"]["inviter"]
    _check("MemberJoinedChannelPayload", joined)
    await capture.api("conversations.archive", channel=channel)
    _check("ChannelArchivePayload", await capture.until("channel_archive"))


async def test_the_home_tab(capture: Capture) -> None:
    """``app_home_opened``, without and with what the app has published."""
    await capture.do("home/open")
    _check("AppHomeOpenedPayload", await capture.until("app_home_opened"))
    user = capture.caller.running.people["responder"]
    await capture.api("views.publish", user_id=user, view={"type": "home", "blocks": BLOCKS})
    capture.heard.clear()
    await capture.do("home/open")
    opened = await capture.until("app_home_opened")
    assert opened["event"]["view"]["type"] == "home"
    _check("AppHomeOpenedPayload", opened)
