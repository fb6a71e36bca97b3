"""Messages: what else can be done with them than posting."""

from typing import Any

from tests.integration.sandbox.caller import Caller


async def _say(caller: Caller, text: str) -> str:
    said = await caller.control("messages", user="responder", channel="incidents", text=text)
    return str(said.json()["ts"])


async def _message(caller: Caller, ts: str) -> dict[str, Any]:
    channel = await caller.channel("incidents")
    found = await caller.api("conversations.history", channel=channel, latest=ts, inclusive=True, limit=1)
    message: dict[str, Any] = found["messages"][0]
    return message


async def test_a_me_message(eager: Caller) -> None:
    """It is a line of what the bot does."""
    channel = await eager.channel("incidents")
    posted = await eager.api("chat.meMessage", channel=channel, text="waits")
    assert (await _message(eager, posted["ts"]))["subtype"] == "me_message"
    assert (await eager.api("chat.meMessage", channel=channel, text=""))["error"] == "no_text"


async def test_a_link_is_unfurled_and_unfurled_anew(eager: Caller) -> None:
    """The second unfurl replaces the first, as Slack describes it."""
    channel, ts = await eager.channel("incidents"), await _say(eager, "See https://example.com/it please")
    for text in ("It", "It, again"):
        unfurls = {"https://example.com/it": {"text": text}}
        assert (await eager.api("chat.unfurl", channel=channel, ts=ts, unfurls=unfurls))["ok"]
    (attachment,) = (await _message(eager, ts))["attachments"]
    assert (attachment["text"], attachment["from_url"]) == ("It, again", "https://example.com/it")


async def test_what_cannot_be_unfurled(eager: Caller) -> None:
    """Links that are not in the message, messages that are not there, forms that are none."""
    channel, ts = await eager.channel("incidents"), await _say(eager, "See https://example.com/it")
    good = {"https://example.com/it": {"text": "It"}}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"unfurls": {"https://other.example/": {"text": "No"}}}, "cannot_unfurl_url"),
        ({"ts": "1.000001"}, "cannot_find_message"),
        ({"channel": "C404"}, "cannot_find_channel"),
        ({"channel": ""}, "missing_channel"),
        ({"ts": ""}, "missing_ts"),
        ({"unfurls": {}}, "missing_unfurls"),
        ({"unfurls": "nothing"}, "invalid_unfurls_format"),
        ({"unfurls": {"https://example.com/it": "It"}}, "cannot_parse_attachment"),
        ({"unfurl_id": "U1"}, "invalid_unfurl_id"),
        ({"source": "composer"}, "missing_unfurl_id"),
    ]
    for arguments, error in cases:
        answer = await eager.api(
            "chat.unfurl", **({"channel": channel, "ts": ts, "unfurls": good} | arguments)
        )
        assert answer["error"] == error, arguments


async def test_files_are_listed_by_channel_person_time_and_type(eager: Caller) -> None:
    """Newest first, a page at a time."""
    channel = await eager.channel("incidents")
    for name in ("one.png", "two.pdf"):
        ticket = await eager.api("files.getUploadURLExternal", filename=name, length=3)
        await eager.client.post(ticket["upload_url"], content=b"abc")
        done = await eager.api(
            "files.completeUploadExternal", files=[{"id": ticket["file_id"]}], channel_id=channel
        )
        assert done["ok"]
        await eager.control("clock", advance_s=60)

    async def names(**arguments: Any) -> list[str]:
        listed = await eager.api("files.list", **arguments)
        return [file["name"] for file in listed["files"]]

    assert await names() == ["two.pdf", "one.png"]
    assert await names(count=1, page=2) == ["one.png"]
    assert await names(types="images") == ["one.png"]
    assert await names(channel=await eager.channel("general")) == []
    assert await names(user=eager.running.people["responder"]) == []
    newest = (await eager.api("files.list"))["files"][0]["created"]
    assert await names(ts_from=newest) == ["two.pdf"]
    assert await names(ts_to=newest - 30) == ["one.png"]
    assert (await eager.api("files.list", types="songs"))["error"] == "unknown_type"


async def test_a_bot_cannot_unarchive(eager: Caller) -> None:
    """Slack answers ``not_in_channel``, whoever made the channel."""
    channel = (await eager.api("conversations.create", name="short-lived"))["channel"]["id"]
    assert (await eager.api("conversations.unarchive", channel=channel))["error"] == "not_archived"
    await eager.api("conversations.archive", channel=channel)
    assert (await eager.api("conversations.unarchive", channel=channel))["error"] == "not_in_channel"
    assert (await eager.api("chat.postMessage", channel=channel, text="x"))["error"] == "is_archived"
    assert (await eager.api("conversations.setTopic", channel=channel, topic="x"))["error"] == "is_archived"


async def test_a_private_channel_is_unknown_to_outsiders(eager: Caller) -> None:
    """A bot that has left it is one of them; so is a person who was not invited."""
    channel = (await eager.api("conversations.create", name="secret", is_private=True))["channel"]["id"]
    await eager.api("conversations.invite", channel=channel, users=eager.running.people["responder"])
    assert (await eager.api("conversations.leave", channel=channel))["ok"]
    for method in ("conversations.info", "conversations.history", "chat.postMessage", "pins.list"):
        refused = await eager.api(method, channel=channel, text="x")
        assert refused["error"] == "channel_not_found", method
    listed = await eager.api("conversations.list", types="private_channel")
    assert listed["channels"] == []
    seen = {
        person: [
            each["name"]
            for each in (await eager.client.get(f"/sandbox/channels?user={person}")).json()["channels"]
        ]
        for person in ("responder", "executive")
    }
    assert "secret" in seen["responder"]
    assert "secret" not in seen["executive"]


async def test_history_is_paged_with_cursors(eager: Caller) -> None:
    """Every message once, newest first; a made-up cursor is refused."""
    channel = (await eager.api("conversations.create", name="long"))["channel"]["id"]
    posted = [
        (await eager.api("chat.postMessage", channel=channel, text=str(number)))["ts"] for number in range(5)
    ]
    read: list[str] = []
    cursor = ""
    while True:
        page = await eager.api("conversations.history", channel=channel, limit=2, cursor=cursor)
        read += [message["ts"] for message in page["messages"]]
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert [ts for ts in read if ts in posted] == posted[::-1]
    assert len(read) == len(set(read))
    refused = await eager.api("conversations.history", channel=channel, cursor="made-up")
    assert refused["error"] == "invalid_cursor"


async def test_what_happens_to_a_channel_leaves_a_line_in_it(eager: Caller) -> None:
    """Joins, topic, description, name and archiving."""
    channel = (await eager.api("conversations.create", name="lines"))["channel"]["id"]
    await eager.api("conversations.invite", channel=channel, users=eager.running.people["responder"])
    await eager.api("conversations.setTopic", channel=channel, topic="t")
    await eager.api("conversations.setTopic", channel=channel, topic="t")
    await eager.api("conversations.setPurpose", channel=channel, purpose="p")
    await eager.api("conversations.rename", channel=channel, name="renamed")
    await eager.api("conversations.archive", channel=channel)
    shown = (await eager.client.get("/sandbox/channels/renamed/messages")).json()["messages"]
    assert [message["subtype"] for message in shown] == [
        "channel_join",
        "channel_join",
        "channel_topic",
        "channel_purpose",
        "channel_name",
        "channel_archive",
    ]


async def test_a_broadcast_reply_is_in_the_channel_and_in_the_thread(eager: Caller) -> None:
    """It says so with its subtype; its permalink leads into the thread."""
    channel = await eager.channel("incidents")
    parent = (await eager.api("chat.postMessage", channel=channel, text="Parent"))["ts"]
    reply = await eager.api(
        "chat.postMessage", channel=channel, text="Reply", thread_ts=parent, reply_broadcast=True
    )
    assert (await _message(eager, reply["ts"]))["subtype"] == "thread_broadcast"
    under = await eager.api("conversations.replies", channel=channel, ts=parent)
    assert [message["ts"] for message in under["messages"]] == [parent, reply["ts"]]
    link = await eager.api("chat.getPermalink", channel=channel, message_ts=reply["ts"])
    assert f"thread_ts={parent}" in link["permalink"]
