"""Threads in the side pane."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import composer, message, picture, stream, thread, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def channel(workspace: ServedWorkspace) -> str:
    """A channel with a message that has two replies, one of them in the channel as well."""
    made = workspace.channel()
    parent = workspace.post(made, "The question")
    workspace.say(made, "The first reply", thread_ts=parent)
    workspace.post(made, "The second reply", thread_ts=parent, reply_broadcast=True)
    return made


def test_replies_stand_in_the_side_pane(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """The channel shows how many there are and who wrote them; the pane shows them under the first message."""
    visit(page, workspace.base_url, channel)
    expect(stream(page).get_by_text("The first reply")).to_have_count(0)
    link = message(page, "The question").get_by_test_id("thread-link")
    expect(link).to_contain_text("2 replies")
    expect(link.locator(".avatar")).to_have_count(2)
    link.click()
    shown = thread(page).get_by_test_id("message")
    expect(shown).to_have_count(3)
    for index, words in enumerate(("The question", "The first reply", "The second reply")):
        expect(shown.nth(index)).to_contain_text(words)
    picture(page, "thread")


def test_a_broadcast_reply_stands_in_the_channel_too(
    workspace: ServedWorkspace, page: Page, channel: str
) -> None:
    """And says so."""
    visit(page, workspace.base_url, channel)
    expect(message(page, "The second reply")).to_contain_text("Also sent to the channel")


def test_a_reply_is_written_in_the_pane(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """Any message can be answered; the reply counts at once."""
    workspace.post(channel, "Another question")
    visit(page, workspace.base_url, channel)
    asked = message(page, "Another question")
    asked.hover()
    asked.get_by_role("button", name="Reply in a thread").click()
    reply = page.get_by_test_id("thread-composer")
    expect(reply).to_be_focused()
    expect(thread(page)).to_contain_text("No replies yet")
    reply.fill("An answer")
    reply.press("Enter")
    expect(thread(page).get_by_test_id("message").filter(has_text="An answer")).to_be_visible()
    expect(asked.get_by_test_id("thread-link")).to_contain_text("1 reply")


def test_the_pane_closes(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """By its button and by Escape, which gives the focus back to where it was."""
    visit(page, workspace.base_url, channel)
    link = message(page, "The question").get_by_test_id("thread-link")
    link.click()
    thread(page).get_by_role("button", name="Close thread").click()
    expect(thread(page)).to_be_hidden()
    link.click()
    page.keyboard.press("Escape")
    expect(thread(page)).to_be_hidden()
    expect(link).to_be_focused()


def test_commands_do_not_work_in_threads(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """As in Slack; the page says so and keeps what was typed."""
    visit(page, workspace.base_url, channel)
    message(page, "The question").get_by_test_id("thread-link").click()
    reply = page.get_by_test_id("thread-composer")
    reply.fill("/try it")
    reply.press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("/try does not work in threads")
    expect(reply).to_have_value("/try it")


def test_a_thread_has_an_address(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """A reload shows the same thread, and the browser's Back leaves it."""
    visit(page, workspace.base_url, channel)
    message(page, "The question").get_by_test_id("thread-link").click()
    page.reload()
    expect(thread(page)).to_contain_text("The first reply")
    page.go_back()
    expect(thread(page)).to_be_hidden()


def test_a_permalink_leads_to_a_reply(workspace: ServedWorkspace, page: Page, channel: str) -> None:
    """It opens the channel and the thread in which the message stands."""
    messages = workspace.read(f"channels/{channel}/messages")["messages"]
    ts = next(each["ts"] for each in messages if "first reply" in each["text"])
    link = workspace.api("chat.getPermalink", channel=channel, message_ts=ts)["permalink"]
    page.goto(link)
    expect(thread(page)).to_contain_text("The first reply")
    expect(composer(page)).to_be_visible()
