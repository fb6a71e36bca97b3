"""Threads, ephemeral messages, permalinks, and the bounds of what is read."""

from typing import Any

import pytest

from tests.integration.sandbox.caller import Caller


async def _post(caller: Caller, text: str, **more: Any) -> str:
    channel = await caller.channel("incidents")
    posted = await caller.api("chat.postMessage", channel=channel, text=text, **more)
    assert posted["ok"], posted
    return str(posted["ts"])


async def _history(caller: Caller, **bounds: Any) -> dict[str, Any]:
    return await caller.api("conversations.history", channel=await caller.channel("incidents"), **bounds)


async def test_a_parent_counts_its_replies(eager: Caller) -> None:
    """How many, by whom, and the latest; replies stand in the thread, not in the channel."""
    parent = await _post(eager, "parent")
    await eager.control("messages", user="responder", channel="incidents", text="theirs", thread_ts=parent)
    latest = await _post(eager, "ours", thread_ts=parent)
    (shown,) = (await _history(eager))["messages"]
    bot = (await eager.api("auth.test"))["user_id"]
    assert (shown["reply_count"], shown["latest_reply"]) == (2, latest)
    assert sorted(shown["reply_users"]) == sorted([bot, eager.running.people["responder"]])
    assert shown["reply_users_count"] == 2


async def test_a_reply_to_a_reply_goes_under_the_parent(eager: Caller) -> None:
    """Threads are one level deep."""
    parent = await _post(eager, "parent")
    reply = await _post(eager, "reply", thread_ts=parent)
    deeper = await _post(eager, "deeper", thread_ts=reply)
    channel = await eager.channel("incidents")
    under = (await eager.api("conversations.replies", channel=channel, ts=parent))["messages"]
    assert [(each["ts"], each["thread_ts"]) for each in under] == [
        (parent, parent),
        (reply, parent),
        (deeper, parent),
    ]


@pytest.mark.parametrize("thread_ts", ["1.000001", "yesterday"])
async def test_a_reply_to_nothing_is_refused(eager: Caller, thread_ts: str) -> None:
    """``cannot_reply_to_message``."""
    channel = await eager.channel("incidents")
    answer = await eager.api("chat.postMessage", channel=channel, text="x", thread_ts=thread_ts)
    assert answer["error"] == "cannot_reply_to_message"


async def test_a_deleted_parent_leaves_a_tombstone_over_its_replies(eager: Caller) -> None:
    """The thread stays reachable; the tombstone cannot be edited."""
    parent = await _post(eager, "parent")
    reply = await _post(eager, "reply", thread_ts=parent)
    channel = await eager.channel("incidents")
    assert (await eager.api("chat.delete", channel=channel, ts=parent))["ok"]
    first, second = (await eager.api("conversations.replies", channel=channel, ts=parent))["messages"]
    assert (first["subtype"], first["hidden"], second["ts"]) == ("tombstone", True, reply)
    edited = await eager.api("chat.update", channel=channel, ts=parent, text="again")
    assert edited["error"] == "message_not_found"


async def test_an_app_changes_its_own_messages_only(eager: Caller) -> None:
    """``cant_update_message`` and ``cant_delete_message`` for a person's."""
    said = (await eager.control("messages", user="responder", channel="incidents", text="mine")).json()
    message = {"channel": await eager.channel("incidents"), "ts": said["ts"]}
    assert (await eager.api("chat.update", text="x", **message))["error"] == "cant_update_message"
    assert (await eager.api("chat.delete", **message))["error"] == "cant_delete_message"


async def test_an_ephemeral_message_is_seen_by_one_person_and_in_no_history(eager: Caller) -> None:
    """Nor can the app find, change or pin it."""
    channel = await eager.channel("incidents")
    user = eager.running.people["responder"]
    posted = await eager.api("chat.postEphemeral", channel=channel, user=user, text="for you")
    message = {"channel": channel, "ts": posted["message_ts"]}
    assert (await _history(eager))["messages"] == []
    assert (await eager.api("chat.update", text="x", **message))["error"] == "message_not_found"
    pinned = await eager.api("pins.add", channel=channel, timestamp=message["ts"])
    assert pinned["error"] == "message_not_found"
    seen = {
        person: [
            each["text"]
            for each in (
                await eager.client.get(f"/sandbox/channels/incidents/messages?user={person}")
            ).json()["messages"]
        ]
        for person in ("responder", "commander")
    }
    assert seen == {"responder": ["for you"], "commander": []}


async def test_an_ephemeral_message_needs_a_person_who_is_there(eager: Caller) -> None:
    """``user_not_in_channel``."""
    channel = (await eager.api("conversations.create", name="empty"))["channel"]["id"]
    user = eager.running.people["responder"]
    answer = await eager.api("chat.postEphemeral", channel=channel, user=user, text="x")
    assert answer["error"] == "user_not_in_channel"


async def test_a_permalink_leads_to_the_message_on_the_page(eager: Caller) -> None:
    """For messages only that are there."""
    ts = await _post(eager, "words")
    channel = await eager.channel("incidents")
    link = (await eager.api("chat.getPermalink", channel=channel, message_ts=ts))["permalink"]
    assert link == f"{eager.running.base_url}/archives/{channel}/p{ts.replace('.', '')}"
    answer = await eager.client.get(link)
    assert answer.headers["location"] == f"/?channel={channel}&ts={ts}"
    absent = await eager.api("chat.getPermalink", channel=channel, message_ts="1.000001")
    assert absent["error"] == "message_not_found"


async def test_the_bounds_of_a_history_count_only_if_it_is_inclusive(eager: Caller) -> None:
    """``oldest`` and ``latest`` are outside, unless ``inclusive`` is set."""
    ts = [await _post(eager, str(number)) for number in range(5)]

    async def texts(**bounds: Any) -> str:
        return "".join(each["text"] for each in (await _history(eager, **bounds))["messages"])

    assert await texts() == "43210"
    assert await texts(oldest=ts[1], latest=ts[3]) == "2"
    assert await texts(oldest=ts[1], latest=ts[3], inclusive=True) == "321"
    assert await texts(oldest=ts[3]) == "4"
    assert await texts(latest=ts[1]) == "0"
    assert (await _history(eager, oldest="long ago"))["error"] == "invalid_ts_oldest"
    assert (await _history(eager, latest="now"))["error"] == "invalid_ts_latest"


async def test_the_last_page_has_no_cursor(eager: Caller) -> None:
    """``has_more`` and ``next_cursor`` go together, also when a page is just full."""
    for number in range(4):
        await _post(eager, str(number))
    first = await _history(eager, limit=2)
    second = await _history(eager, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert first["has_more"]
    assert not second["has_more"]
    assert "response_metadata" not in second
    assert [each["text"] for each in second["messages"]] == ["1", "0"]


async def test_a_long_text_is_cut_off_with_a_warning(eager: Caller) -> None:
    """At forty thousand characters; ``message_truncated``."""
    channel = await eager.channel("incidents")
    whole = await eager.api("chat.postMessage", channel=channel, text="x" * 40_000)
    cut = await eager.api("chat.postMessage", channel=channel, text="x" * 40_001)
    assert "warning" not in whole
    assert cut["warning"] == "message_truncated"
    assert cut["response_metadata"]["warnings"] == ["message_truncated"]
    assert [len(each["text"]) for each in (await _history(eager))["messages"]] == [40_000, 40_000]


async def test_metadata_stays_until_it_is_replaced(eager: Caller) -> None:
    """An update without it keeps it, an empty object removes it, something else is refused."""
    metadata = {"event_type": "kept", "event_payload": {"id": "1"}}
    ts = await _post(eager, "words", metadata=metadata)
    channel = await eager.channel("incidents")

    async def stored() -> Any:
        (message,) = (await _history(eager, include_all_metadata=True))["messages"]
        return message.get("metadata")

    await eager.api("chat.update", channel=channel, ts=ts, text="other words")
    assert await stored() == metadata
    bad = await eager.api("chat.update", channel=channel, ts=ts, text="x", metadata={"event_type": "x"})
    assert bad["error"] == "invalid_metadata_format"
    await eager.api("chat.update", channel=channel, ts=ts, text="x", metadata={})
    assert await stored() is None
