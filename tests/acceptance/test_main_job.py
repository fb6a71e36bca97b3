"""The main job, end to end, through the control API: from the command to the filed review items."""

import re

import pytest

from tests.acceptance.demo_process import Demo, Json

REPORT = "customers see TLS errors"


def test_from_open_to_filed_items(limited_demo: Demo) -> None:
    """Steps 1 to 7, with Slack's rate limits on, as a person would do them."""
    demo = limited_demo
    # 1. the acknowledgement, the channel, the people
    assert (
        demo.command("responder", f"open api.example.com {REPORT}")
        == "Opening an incident for api.example.com…"
    )
    channel = demo.incident_channel()
    assert re.fullmatch(r"inc-\d{8}-api-example-com", channel)
    people = {user["name"]: user["id"] for user in demo.get("users")["users"]}
    _told_where(demo, channel)

    # 2. the card, pinned; the topic; one line in the broadcast channel
    card = demo.message(channel, "card")
    assert people["commander"] in str(card["blocks"])
    demo.wait_for(lambda: _channel(demo, channel)["topic"]["value"] == "🔴 T1 · api.example.com", "the topic")
    demo.wait_for(lambda: _channel(demo, channel)["pins"] == [card["ts"]], "the pin")
    announcement = demo.message("incidents", "announcement")
    assert REPORT in str(announcement["blocks"])

    # 3. the diagnosis
    demo.wait_for(
        lambda: "expired on all 3 addresses" in demo.message(channel, "diagnosis/1")["text"], "the verdict"
    )

    # 4. the suggestion, confirmed
    assert "Expiry: expired in production" in demo.message(channel, "suggestion")["text"]
    demo.click("commander", channel, "card", "take_command")
    demo.click("commander", channel, "suggestion", "confirm_category")

    # 5. the runbook, ticked
    assert "0 of 6" in demo.message(channel, "runbook")["text"]
    demo.tick("commander", channel)
    demo.wait_for(lambda: "1 of 6" in demo.message(channel, "runbook")["text"], "the tick")

    # 6. the reminder, the update, the next reminder
    demo.post("clock", advance_s=26 * 60)
    demo.click("commander", channel, "reminder/1", "post_update")
    sent = demo.send_form("commander", seen="TLS errors for everybody", impact="full", state="identified")
    assert sent == {"ok": True}
    assert "TLS errors for everybody" in str(demo.message(channel, "update/1")["blocks"])
    reply = demo.message("incidents", "update/1/broadcast")
    assert reply["thread_ts"] == announcement["ts"]
    demo.wait_for(lambda: "reminder/1" not in demo.keyed(channel), "the reminder to go")
    demo.post("clock", advance_s=20 * 60)
    assert "reminder/2" not in demo.keyed(channel)
    demo.post("clock", advance_s=6 * 60)
    demo.message(channel, "reminder/2")

    # 7. close: the review, the items
    demo.command("commander", "close", channel)
    form = demo.form("commander")
    offered = next(b for b in form["blocks"] if b["block_id"] == "items")["element"]["options"]
    sent = demo.send_form(
        "commander",
        cause="renewed-not-deployed",
        reached="The renewed certificate was never loaded.",
        items={"type": "checkboxes", "selected_options": offered[:2]},
        other_item="Tell support what to say",
    )
    assert sent == {"ok": True}
    review = demo.wait_for(lambda: _filed(demo, channel, 3), "three filed items")
    assert "It was renewed but not deployed" in review
    listed = demo.command("commander", "pir")
    assert len(re.findall(r"PIR-\d", listed)) == 3
    assert "Tell support what to say" in listed
    document = (demo.data_dir / "reviews" / f"{channel}.md").read_text("utf-8")
    assert "The renewed certificate was never loaded." in document
    assert "PIR-3" in document
    assert "Casey Morgan" in document
    assert "@U0" not in document
    assert "reminder/2" not in demo.keyed(channel)
    assert "is closed" in demo.message(channel, "card")["text"]
    assert "checkboxes" not in str(demo.message(channel, "runbook")["blocks"])


NOTES = 8
"""More than the burst of five that a channel takes at once."""

LIMITED = {
    "conversations.create": 1,
    "conversations.invite": 2,
    "conversations.setTopic": 1,
    "chat.postMessage": 3,
    "pins.add": 2,
}
"""Method -> how many of its calls Slack answers with 429, whatever we count ourselves."""


def test_no_429_loses_anything(limited_demo: Demo) -> None:
    """With more 429s than Slack's limits give, and notes faster than a channel takes them, all is there once."""
    demo = limited_demo
    for method, times in LIMITED.items():
        demo.post("faults", method=method, status=429, retry_after=1, times=times)
    demo.command("responder", f"open api.example.com {REPORT}")
    channel = demo.incident_channel()
    demo.wait_for(lambda: _channel(demo, channel)["is_member"], "the invitation")
    for number in range(NOTES):
        demo.command("responder", f"note observation {number}", channel)
    demo.wait_for(lambda: len(_notes(demo, channel)) == NOTES, "the notes")
    demo.wait_for(lambda: "expired" in demo.message(channel, "diagnosis/1")["text"], "the verdict")
    card = demo.message(channel, "card")
    demo.wait_for(lambda: _channel(demo, channel)["pins"] == [card["ts"]], "the pin")
    demo.wait_for(lambda: _channel(demo, channel)["topic"]["value"] == "🔴 T1 · api.example.com", "the topic")
    demo.message("incidents", "announcement")
    demo.wait_for(lambda: not demo.lost_calls(), "every call to be made good")
    keyed = demo.keyed(channel)
    assert {key: len(found) for key, found in keyed.items() if len(found) != 1} == {}
    said = [re.findall(r"observation \d", note["text"])[0] for note in _notes(demo, channel)]
    assert said == [f"observation {number}" for number in range(NOTES)]
    limited = [call["method"] for call in demo.get("calls")["calls"] if call["status"] == 429]
    assert {method: limited.count(method) for method in LIMITED} == LIMITED


def _notes(demo: Demo, channel: str) -> list[Json]:
    """The notes that the channel shows, oldest first."""
    found = [messages for key, messages in demo.keyed(channel).items() if key.startswith("note/")]
    return sorted((message for messages in found for message in messages), key=lambda each: str(each["ts"]))


def test_the_files_of_a_diagnosis_stand_under_it(demo: Demo) -> None:
    """The certificates as presented, and the whole diagnosis for programs."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    diagnosis = demo.message(channel, "diagnosis/1")
    files = demo.wait_for(lambda: _files(demo, channel), "the files of the diagnosis")
    assert [name.rpartition(".")[2] for name in files] == ["pem", "json"]
    assert all(m["thread_ts"] == diagnosis["ts"] for m in demo.messages(channel) if m.get("files"))


def _files(demo: Demo, channel: str) -> list[str]:
    return [str(file["name"]) for message in demo.messages(channel) for file in message.get("files", ())]


def test_opening_is_few_calls_and_the_reporter_is_in_after_the_second(demo: Demo) -> None:
    """At most 8 calls until card, pin, topic, invitation and announcement stand."""
    before = len(demo.get("calls")["calls"])
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    demo.wait_for(lambda: _channel(demo, channel)["pins"], "the pin")
    demo.message("incidents", "announcement")
    demo.wait_for(lambda: _channel(demo, channel)["topic"]["value"], "the topic")
    calls = [call["method"] for call in demo.get("calls")["calls"][before:]]
    assert calls[:2] == ["conversations.create", "conversations.invite"]
    last = max(
        index
        for method in ("chat.postMessage", "pins.add", "conversations.setTopic")
        for index in [calls.index(method)]
    )
    assert last < 8
    unknown = [call for call in demo.get("calls")["calls"] if call["unknown_args"]]
    assert unknown == []


@pytest.mark.parametrize(
    "text",
    [
        "foo bar",
        "gopher://files.example.com",
        "a..b.example",
        "api.example.com:99999",
        "cert:not-hex",
        "<!channel>",
    ],
)
def test_what_cannot_be_a_subject_creates_nothing(demo: Demo, text: str) -> None:
    """One ephemeral line says why, with an example."""
    answer = demo.command("responder", f"open {text}")
    assert "For example" in answer
    assert "<!channel>" not in answer
    assert [c["name"] for c in demo.channels()] == ["general", "incidents"]


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("nowhere.invalid", "does not resolve"),
        ("down.example.com", "connection is refused"),
        ("plain.example.com", "plain HTTP, without TLS"),
        ("ca:vault-pki", None),
    ],
)
def test_the_incident_opens_whatever_the_host_does(demo: Demo, host: str, said: str | None) -> None:
    """What keeps the host from being observed is said exactly; a CA is not connected to at all."""
    demo.command("responder", f"open {host}")
    channel = demo.incident_channel()
    demo.message(channel, "card")
    if said is not None:
        demo.wait_for(lambda: said in demo.message(channel, "diagnosis/1")["text"], "the verdict")
    else:
        assert "diagnosis/1" not in demo.keyed(channel)


def test_a_misspelt_word_is_answered_with_the_nearest_command(demo: Demo) -> None:
    """Nobody has to remember the words at three in the morning."""
    assert "/certinc severity" in demo.command("responder", "sevrity t1")
    assert "/certinc open" in demo.command("responder", "help")


def test_opened_twice_there_is_one_incident(demo: Demo) -> None:
    """Who reports the same host joins those who work on it."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    assert "open already" in demo.command("stakeholder", "open https://API.example.com/login")
    people = {user["name"]: user["id"] for user in demo.get("users")["users"]}
    joined = demo.wait_for(
        lambda: [m for m in demo.messages(channel) if m.get("user") == people["stakeholder"]],
        "the second reporter",
    )
    assert joined[0]["subtype"] == "channel_join"
    assert channel == demo.incident_channel()


def test_a_private_incident_shows_nowhere_else(demo: Demo) -> None:
    """A private channel, no announcement, not in the list, and not joined by who reports the same."""
    demo.command("responder", "open api.example.com private the key is in a public repository")
    channel = demo.incident_channel()
    demo.message(channel, "card")
    assert _channel(demo, channel)["is_private"]
    assert demo.keyed("incidents") == {}
    assert demo.command("stakeholder", "list") == "No certificate incident is open."
    assert "open already" not in demo.command("stakeholder", "open api.example.com")


def _channel(demo: Demo, name: str) -> Json:
    return next(channel for channel in demo.channels() if channel["name"] == name)


def _told_where(demo: Demo, channel: str) -> None:
    """The second ephemeral brings the link."""
    channel_id = _channel(demo, channel)["id"]
    demo.wait_for(
        lambda: [
            m for m in demo.messages("general") if m.get("is_ephemeral") and f"<#{channel_id}>" in m["text"]
        ],
        "the link",
    )


def _filed(demo: Demo, channel: str, number: int) -> str | None:
    if "review" not in demo.keyed(channel):
        return None
    blocks = str(demo.message(channel, "review")["blocks"])
    return blocks if len(set(re.findall(r"PIR-\d", blocks))) == number and "written to" in blocks else None


def test_a_diagnosis_that_takes_long_says_how_far_it_is(demo: Demo) -> None:
    """In the message that will hold the result: the server accepts the connection and says nothing."""
    demo.command("responder", "open silent.example.com")
    channel = demo.incident_channel()
    demo.wait_for(
        lambda: "0 of 1 addresses looked at" in str(demo.message(channel, "diagnosis/1")["blocks"]),
        "how far the diagnosis is",
    )
    demo.wait_for(
        lambda: "no answer within the time" in demo.message(channel, "diagnosis/1")["text"], "the verdict"
    )


def test_in_the_demo_any_port_is_diagnosed(demo: Demo) -> None:
    """It runs on one computer, for the person at it."""
    assert demo.command("responder", "diagnose 127.0.0.1:1") == "Diagnosing…"
    told = demo.wait_for(
        lambda: [m["text"] for m in demo.messages("general") if "certinc open 127.0.0.1:1" in m["text"]],
        "the diagnosis",
    )
    assert "The connection is refused" in told[0]
