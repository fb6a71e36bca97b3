"""What the Web API answers to the real slack-sdk, against the shapes of what Slack answers."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.integration.sandbox.capture import Capture
from tests.integration.sandbox.shapes import differences

DATA = os.environ.get("CERTINC_CONFORMANCE_DATA")

pytestmark = pytest.mark.skipif(
    DATA is None, reason="CERTINC_CONFORMANCE_DATA is not set: nothing to compare with"
)

SHAPES = {path.stem: path for path in (Path(DATA or "/nowhere") / "slack-shapes/responses").glob("*.json")}

TEXT = {"type": "plain_text", "text": "Words"}
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*words*"}}]
MODAL = {"type": "modal", "callback_id": "form", "title": TEXT, "close": TEXT, "blocks": BLOCKS}
METADATA = {"event_type": "kept", "event_payload": {"id": "1"}}
MARKDOWN = {"type": "markdown", "markdown": "# Words"}

DOCUMENTED: dict[str, set[str]] = {
    # The line that a renamed channel shows: https://docs.slack.dev/reference/events/message.channel_name
    "conversations.history": {"messages[].name", "messages[].old_name"},
    # https://docs.slack.dev/reference/objects/conversation-object
    "conversations.info": {"channel.properties.canvas"},
    "conversations.open": {"channel.is_user_deleted"},
    # https://docs.slack.dev/reference/events/message.thread_broadcast
    "conversations.replies": {"messages[].subtype"},
    # A pinned message: https://docs.slack.dev/reference/methods/pins.list
    "pins.list": {"items[].channel", "items[].message"},
}
"""Keys that the shapes do not know, by method, each with the Slack page that documents it."""


class Story:
    """Calls methods with the real SDK, and keeps what was answered."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self.caller = capture.caller
        running = self.caller.running
        self.people = running.people
        self.client = AsyncWebClient(token=running.bot_token, base_url=f"{running.base_url}/api/")
        self.answers: dict[str, list[dict[str, Any]]] = {}

    def keep(self, answer: AsyncSlackResponse) -> dict[str, Any]:
        """Note an answer, and hand on what is in it."""
        document = answer.data
        assert isinstance(document, dict)
        self.answers.setdefault(answer.api_url.rsplit("/", 1)[-1], []).append(document)
        return document

    async def trigger(self) -> str:
        """A fresh trigger id, from a command that a person typed."""
        self.capture.heard.clear()
        await self.capture.do("commands", channel="incidents", command="/eager", text="")
        return str((await self.capture.until("slash_command"))["trigger_id"])


@pytest.fixture
def story(capture: Capture) -> Story:
    """An app that may do everything, and is connected."""
    return Story(capture)


async def test_every_answer_has_slacks_shape(story: Story) -> None:
    """Every method with a shape is called; a key that the shape knows has its type, others are listed."""
    await _look_around(story)
    channel = await _make_channel(story)
    await _post(story, channel)
    await _mark_messages(story, channel)
    await _share_files(story, channel)
    await _show_views(story)
    await _leave_channels(story, channel)
    assert set(story.answers) >= set(SHAPES)
    found = {
        method: sorted(set(_unexplained(method, answers)))
        for method, answers in story.answers.items()
        if method in SHAPES
    }
    assert {method: lines for method, lines in found.items() if lines} == {}


def test_there_are_shapes_to_compare() -> None:
    """An empty directory would agree with everything."""
    assert len(SHAPES) > 50


def _unexplained(method: str, answers: list[dict[str, Any]]) -> list[str]:
    shape = json.loads(SHAPES[method].read_text("utf-8"))
    explained = {f"{key} is unknown" for key in DOCUMENTED.get(method, set())}
    return [line for answer in answers for line in differences(answer, shape) if line not in explained]


async def _look_around(story: Story) -> None:
    slack = story.client
    story.keep(await slack.auth_test())
    story.keep(await slack.apps_connections_open(app_token=story.caller.running.app_token))
    story.keep(await slack.team_info())
    story.keep(await slack.users_list(include_locale=True))
    story.keep(await slack.users_info(user=story.people["responder"], include_locale=True))
    story.keep(await slack.users_lookupByEmail(email="commander@example.com"))
    story.keep(await slack.users_conversations(types="public_channel,private_channel"))
    groups = story.keep(await slack.usergroups_list(include_users=True, include_count=True))
    story.keep(await slack.usergroups_users_list(usergroup=groups["usergroups"][0]["id"]))


async def _make_channel(story: Story) -> str:
    slack = story.client
    channel = str(story.keep(await slack.conversations_create(name="certs"))["channel"]["id"])
    story.keep(await slack.conversations_invite(channel=channel, users=[story.people["responder"]]))
    story.keep(await slack.conversations_setTopic(channel=channel, topic="Words"))
    story.keep(await slack.conversations_setPurpose(channel=channel, purpose="More words"))
    story.keep(await slack.conversations_rename(channel=channel, name="certificates"))
    story.keep(await slack.conversations_canvases_create(channel_id=channel, document_content=MARKDOWN))
    canvas = story.keep(await slack.canvases_create(title="Words", document_content=MARKDOWN))["canvas_id"]
    changes = [{"operation": "insert_at_end", "document_content": MARKDOWN}]
    story.keep(await slack.canvases_edit(canvas_id=canvas, changes=changes))
    story.keep(await slack.conversations_info(channel=channel, include_num_members=True, include_locale=True))
    story.keep(await slack.conversations_members(channel=channel))
    story.keep(await slack.conversations_list(types="public_channel,private_channel,im"))
    story.keep(await slack.conversations_open(users=[story.people["responder"]], return_im=True))
    return channel


async def _post(story: Story, channel: str) -> None:
    slack = story.client
    posted = story.keep(
        await slack.chat_postMessage(channel=channel, text="Words", blocks=BLOCKS, metadata=METADATA)
    )
    ts = str(posted["ts"])
    story.keep(
        await slack.chat_postMessage(
            channel=channel, thread_ts=ts, text="Reply", reply_broadcast=True, attachments=[{"text": "More"}]
        )
    )
    story.keep(
        await slack.chat_postEphemeral(channel=channel, user=story.people["responder"], text="For you")
    )
    story.keep(await slack.chat_meMessage(channel=channel, text="waits"))
    story.keep(await slack.chat_update(channel=channel, ts=ts, text="Other words", blocks=BLOCKS))
    story.keep(await slack.chat_getPermalink(channel=channel, message_ts=ts))
    now_s = int(float(ts))
    scheduled = story.keep(
        await slack.chat_scheduleMessage(
            channel=channel, post_at=now_s + 3600, text="Later", blocks=BLOCKS, metadata=METADATA
        )
    )
    story.keep(
        await slack.chat_deleteScheduledMessage(
            channel=channel, scheduled_message_id=scheduled["scheduled_message_id"]
        )
    )
    said = await story.caller.control(
        "messages", user="responder", channel=channel, text="See https://example.com/it"
    )
    unfurls = {"https://example.com/it": {"text": "It"}}
    story.keep(await slack.chat_unfurl(channel=channel, ts=said.json()["ts"], unfurls=unfurls))


async def _mark_messages(story: Story, channel: str) -> None:
    slack = story.client
    ts = str((await slack.chat_postMessage(channel=channel, text="Marked", blocks=BLOCKS))["ts"])
    story.keep(await slack.conversations_mark(channel=channel, ts=ts))
    story.keep(await slack.reactions_add(channel=channel, timestamp=ts, name="eyes"))
    story.keep(await slack.reactions_get(channel=channel, timestamp=ts))
    story.keep(await slack.pins_add(channel=channel, timestamp=ts))
    story.keep(await slack.pins_list(channel=channel))
    story.keep(await slack.conversations_history(channel=channel, include_all_metadata=True))
    parents = [
        each for each in story.answers["conversations.history"][0]["messages"] if each.get("reply_count")
    ]
    story.keep(await slack.conversations_replies(channel=channel, ts=parents[0]["ts"]))
    story.keep(await slack.conversations_history(channel=channel, limit=2))
    story.keep(await slack.reactions_remove(channel=channel, timestamp=ts, name="eyes"))
    story.keep(await slack.pins_remove(channel=channel, timestamp=ts))
    story.keep(await slack.chat_delete(channel=channel, ts=ts))
    kept = story.keep(
        await slack.bookmarks_add(
            channel_id=channel, title="Words", type="link", link="https://example.com/", emoji=":lock:"
        )
    )
    number = kept["bookmark"]["id"]
    story.keep(await slack.bookmarks_edit(channel_id=channel, bookmark_id=number, title="Other words"))
    story.keep(await slack.bookmarks_list(channel_id=channel))
    story.keep(await slack.bookmarks_remove(channel_id=channel, bookmark_id=number))


async def _share_files(story: Story, channel: str) -> None:
    slack = story.client
    ticket = story.keep(
        await slack.files_getUploadURLExternal(filename="leaf.pem", length=5, alt_txt="A leaf")
    )
    await story.caller.client.post(ticket["upload_url"], content=b"words")
    story.keep(
        await slack.files_completeUploadExternal(
            files=[{"id": ticket["file_id"], "title": "Leaf"}], channel_id=channel, initial_comment="Here"
        )
    )
    story.keep(await slack.files_info(file=ticket["file_id"]))
    story.keep(await slack.files_list(channel=channel))
    story.keep(await slack.conversations_history(channel=channel))


async def _show_views(story: Story) -> None:
    slack = story.client
    opened = story.keep(await slack.views_open(trigger_id=await story.trigger(), view=MODAL))["view"]
    story.keep(await slack.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL))
    await _push_from_modal(story)
    story.keep(
        await slack.views_publish(user_id=story.people["responder"], view={"type": "home", "blocks": BLOCKS})
    )


async def _push_from_modal(story: Story) -> None:
    actions = [{"type": "button", "action_id": "more", "text": TEXT}]
    view = MODAL | {"blocks": [{"type": "actions", "block_id": "row", "elements": actions}]}
    opened = story.keep(await story.client.views_open(trigger_id=await story.trigger(), view=view))["view"]
    await story.capture.do("actions", view_id=opened["id"], block_id="row", action_id="more")
    payload = await story.capture.until("block_actions")
    story.keep(await story.client.views_push(trigger_id=payload["trigger_id"], view=MODAL))


async def _leave_channels(story: Story, channel: str) -> None:
    slack = story.client
    story.keep(await slack.conversations_kick(channel=channel, user=story.people["responder"]))
    general = await story.caller.channel("general")
    story.keep(await slack.conversations_join(channel=general))
    story.keep(await slack.conversations_join(channel=general))
    incidents = await story.caller.channel("incidents")
    story.keep(await slack.conversations_leave(channel=incidents))
    story.keep(await slack.conversations_archive(channel=channel))
    with pytest.raises(SlackApiError) as refused:
        await slack.conversations_unarchive(channel=channel)
    answer = refused.value.response
    assert isinstance(answer, AsyncSlackResponse)
    story.keep(answer)
