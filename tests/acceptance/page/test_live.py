"""What happens elsewhere is shown at once, pushed by the workspace."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import channel_item, message, stream, visit, write

pytestmark = pytest.mark.browser


def test_two_people_talk(workspace: ServedWorkspace, page: Page) -> None:
    """What one writes stands on the other's page, without anything being asked."""
    channel = workspace.channel()
    other = page.context.new_page()
    visit(page, workspace.base_url, channel)
    visit(other, workspace.base_url, channel, user="commander")
    write(page, "are you there?")
    expect(message(other, "are you there?")).to_contain_text("Robin Reyes")
    write(other, "I am")
    expect(message(page, "I am")).to_contain_text("Casey Morgan")
    other.close()


def test_nothing_is_asked_while_nothing_happens(workspace: ServedWorkspace, page: Page) -> None:
    """The page does not poll: after its start it asks when it is told of a change, and then once."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    write(page, "settle")
    expect(message(page, "settle")).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    workspace.post(channel, "one change")
    expect(message(page, "one change")).to_be_visible()
    assert 1 <= len([url for url in asked if "/messages" in url]) <= 2


def test_the_reader_keeps_their_place(workspace: ServedWorkspace, page: Page) -> None:
    """Whoever reads further up stays there; a button counts what is new and leads to it."""
    channel = workspace.channel()
    for number in range(30):
        workspace.post(channel, f"line {number}\n" * 3)
    visit(page, workspace.base_url, channel)
    expect(message(page, "line 29")).to_be_in_viewport()
    stream(page).hover()
    page.mouse.wheel(0, -3000)
    expect(message(page, "line 29")).not_to_be_in_viewport()
    workspace.post(channel, "new one")
    workspace.post(channel, "new two")
    pill = page.get_by_test_id("new-messages")
    expect(pill).to_have_text("2 new messages")
    expect(message(page, "new two")).not_to_be_in_viewport()
    pill.click()
    expect(message(page, "new two")).to_be_in_viewport()
    expect(pill).to_be_hidden()


def test_the_end_is_followed(workspace: ServedWorkspace, page: Page) -> None:
    """Whoever reads the newest sees the next one."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    for number in range(30):
        workspace.post(channel, f"line {number}\n" * 3)
    expect(message(page, "line 29")).to_be_in_viewport()


def test_the_focus_survives_a_change(workspace: ServedWorkspace, page: Page) -> None:
    """A message drawn again keeps the keyboard where it was."""
    channel = workspace.channel()
    button = {"type": "button", "text": {"type": "plain_text", "text": "Press"}, "action_id": "press"}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = workspace.post(channel, "a card", blocks=blocks)
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Press").focus()
    header = {"type": "header", "text": {"type": "plain_text", "text": "Changed"}}
    workspace.api("chat.update", channel=channel, ts=ts, text="a card", blocks=[header, *blocks])
    expect(page.get_by_role("heading", name="Changed")).to_be_visible()
    expect(page.get_by_role("button", name="Press")).to_be_focused()


def test_channels_appear_and_change_their_names(workspace: ServedWorkspace, page: Page) -> None:
    """In the list, as they are made and renamed."""
    visit(page, workspace.base_url)
    channel = workspace.channel("fresh")
    expect(channel_item(page, "fresh")).to_be_visible()
    workspace.api("conversations.rename", channel=channel, name="renamed")
    expect(channel_item(page, "renamed")).to_be_visible()
    expect(channel_item(page, re.compile("^fresh$"))).to_have_count(0)


def test_new_messages_are_announced(workspace: ServedWorkspace, page: Page) -> None:
    """To whoever listens to the page instead of looking at it."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    workspace.say(channel, "hear this")
    expect(page.locator("#announcer")).to_have_text("Casey Morgan: hear this")
