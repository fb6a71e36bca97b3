"""Messages in the stream: who wrote them, how they are grouped, and what happens to them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import become, message, picture, stream, visit, write

pytestmark = pytest.mark.browser


def test_messages_of_one_author_are_grouped(workspace: ServedWorkspace, page: Page) -> None:
    """A second message within five minutes has no byline; another author's has, and so has a later one."""
    channel = workspace.channel()
    workspace.post(channel, "app one")
    workspace.post(channel, "app two")
    workspace.say(channel, "a person")
    workspace.control("clock", advance_s=600)
    workspace.say(channel, "the person later")
    visit(page, workspace.base_url, channel)
    for words, count in (("app one", 1), ("app two", 0), ("a person", 1), ("the person later", 1)):
        expect(message(page, re.compile(f"{words}$|{words}")).locator(".message-byline")).to_have_count(count)
    expect(message(page, "app one").locator(".message-byline")).to_contain_text("tryout")
    expect(message(page, "app one").locator(".badge")).to_have_text("APP")
    expect(message(page, "the person later").locator(".message-byline")).to_contain_text("Casey Morgan")
    picture(page, "grouped")


def test_days_are_divided(workspace: ServedWorkspace, page: Page) -> None:
    """Yesterday's messages stand above today's line."""
    channel = workspace.channel()
    workspace.post(channel, "before")
    workspace.control("clock", advance_s=86_400)
    workspace.post(channel, "after")
    visit(page, workspace.base_url, channel)
    expect(page.get_by_test_id("day-divider")).to_have_text(["Yesterday", "Today"])


def test_an_ephemeral_reply_is_marked(workspace: ServedWorkspace, page: Page) -> None:
    """Only its reader sees it, and is told so."""
    channel = workspace.channel()
    workspace.api("chat.postEphemeral", channel=channel, user=workspace.person("responder"), text="a secret")
    visit(page, workspace.base_url, channel)
    expect(message(page, "a secret")).to_contain_text("Only visible to you")
    become(page, "Casey Morgan")
    expect(page.get_by_test_id("persona")).to_contain_text("Casey Morgan")
    expect(stream(page).get_by_text("a secret")).to_have_count(0)


def test_an_answer_to_a_command_is_ephemeral(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """What the app answers at once stands below, for the one who asked."""

    def answer(payload: Json) -> Json | None:
        return {"text": f"You said {payload['text']}"} if payload.get("command") else None

    app.answer = answer
    visit(page, workspace.base_url)
    write(page, "/try this")
    expect(message(page, "You said this")).to_contain_text("Only visible to you")


def test_a_message_changes_and_goes(workspace: ServedWorkspace, page: Page) -> None:
    """An edit is shown where it stands, with a note; a deleted message is gone."""
    channel = workspace.channel()
    ts = workspace.post(channel, "first words")
    visit(page, workspace.base_url, channel)
    workspace.api("chat.update", channel=channel, ts=ts, text="other words")
    expect(message(page, "other words")).to_contain_text("(edited)")
    expect(stream(page).get_by_text("first words")).to_have_count(0)
    workspace.api("chat.delete", channel=channel, ts=ts)
    expect(stream(page).get_by_text("other words")).to_have_count(0)


def test_an_app_may_choose_its_name(workspace: ServedWorkspace, page: Page) -> None:
    """With ``chat:write.customize``."""
    channel = workspace.channel()
    workspace.post(channel, "hello", username="Night watch")
    visit(page, workspace.base_url, channel)
    expect(message(page, "hello").locator(".message-author")).to_have_text("Night watch")


def test_pins_are_listed_and_lead_to_their_message(workspace: ServedWorkspace, page: Page) -> None:
    """The channel's head counts them; a pinned message says that it is."""
    channel = workspace.channel()
    ts = workspace.post(channel, "keep this")
    for number in range(30):
        workspace.post(channel, f"line {number}\n" * 3)
    workspace.api("pins.add", channel=channel, timestamp=ts)
    visit(page, workspace.base_url, channel)
    pinned = message(page, "keep this").first
    expect(pinned).not_to_be_in_viewport()
    page.get_by_role("button", name="1 pinned message").click()
    page.get_by_role("menuitem", name=re.compile("keep this")).click()
    expect(pinned).to_be_in_viewport()
    expect(pinned).to_contain_text("Pinned")


def test_system_lines_say_who_did_what(workspace: ServedWorkspace, page: Page) -> None:
    """Joins and topics, in one line each."""
    channel = workspace.channel()
    workspace.api("conversations.setTopic", channel=channel, topic="A new topic")
    visit(page, workspace.base_url, channel)
    lines = stream(page).locator('.message[data-system="true"]')
    expect(lines.filter(has_text="Casey Morgan has joined the channel")).to_be_visible()
    expect(lines.filter(has_text="A new topic")).to_contain_text("tryout set the channel topic: A new topic")


def test_a_permalink_leads_to_its_message(workspace: ServedWorkspace, page: Page) -> None:
    """However far up it is."""
    channel = workspace.channel()
    ts = workspace.post(channel, "far up")
    for number in range(30):
        workspace.post(channel, f"line {number}\n" * 3)
    page.goto(workspace.api("chat.getPermalink", channel=channel, message_ts=ts)["permalink"])
    expect(message(page, "far up")).to_be_in_viewport()


def test_text_can_be_copied(workspace: ServedWorkspace, page: Page) -> None:
    """The menu of a message puts its text on the clipboard."""
    channel = workspace.channel()
    workspace.post(channel, "copy me")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=workspace.base_url)
    visit(page, workspace.base_url, channel)
    message(page, "copy me").hover()
    message(page, "copy me").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Copy text").click()
    assert page.evaluate("navigator.clipboard.readText()") == "copy me"
