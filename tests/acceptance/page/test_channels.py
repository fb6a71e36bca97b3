"""The channel list and the head of a channel."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import become, channel_item, message, picture, toast, visit

pytestmark = pytest.mark.browser


def test_unread_messages_are_counted(workspace: ServedWorkspace, page: Page) -> None:
    """Bold with a number, until the channel is opened; a line stands before the first new one."""
    channel = workspace.channel("unread")
    workspace.say(channel, "already there")
    visit(page, workspace.base_url, channel)
    channel_item(page, "general").click()
    workspace.say(channel, "first new")
    workspace.say(channel, "second new")
    item = channel_item(page, "unread")
    expect(item).to_have_attribute("data-unread", "true")
    expect(item.locator(".unread-count")).to_have_text("2")
    picture(page, "unread")
    item.click()
    expect(page.get_by_text("New", exact=True)).to_be_visible()
    before_first = page.locator(".new-divider + .message")
    expect(before_first).to_contain_text("first new")
    channel_item(page, "general").click()
    expect(item).not_to_have_attribute("data-unread", "true")


def test_a_mention_stands_out(workspace: ServedWorkspace, page: Page) -> None:
    """Its count has another colour, and the name is marked in the text."""
    channel = workspace.channel("mentioned")
    visit(page, workspace.base_url)
    workspace.say(channel, "look, @responder")
    count = channel_item(page, "mentioned").locator(".unread-count")
    expect(count).to_have_attribute("data-mention", "true")
    channel_item(page, "mentioned").click()
    expect(message(page, "look").locator(".mention")).to_have_attribute("data-me", "true")


def test_private_channels_have_a_lock_and_are_seen_by_members_only(
    workspace: ServedWorkspace, page: Page
) -> None:
    """Others do not learn of them."""
    workspace.channel("hush", is_private=True, members=["responder"])
    visit(page, workspace.base_url)
    expect(channel_item(page, "hush").locator(".icon-lock")).to_be_visible()
    become(page, "Casey Morgan")
    expect(channel_item(page, "hush")).to_have_count(0)


def test_channels_of_others_stand_apart(workspace: ServedWorkspace, page: Page) -> None:
    """Public channels without this person are in a list of their own."""
    workspace.channel("elsewhere", members=["commander"])
    visit(page, workspace.base_url)
    section = page.locator(".sidebar-section").filter(has_text="Other public channels")
    expect(section.get_by_test_id("channel-item").filter(has_text="elsewhere")).to_be_visible()


def test_direct_messages_of_the_app(workspace: ServedWorkspace, page: Page) -> None:
    """They appear with the first message, by the app's name."""
    visit(page, workspace.base_url)
    opened = workspace.api("conversations.open", users=workspace.person("responder"))["channel"]["id"]
    workspace.post(opened, "between us")
    section = page.locator(".sidebar-section").filter(has_text="Direct messages")
    section.get_by_role("button").click()
    expect(message(page, "between us")).to_be_visible()
    expect(page.get_by_test_id("channel-title")).to_have_text("tryout")


def test_the_topic_is_shown_and_follows(workspace: ServedWorkspace, page: Page) -> None:
    """In the head, with its emoji and links."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    workspace.api("conversations.setTopic", channel=channel, topic=":fire: T1 · <https://example.com|status>")
    topic = page.get_by_test_id("topic")
    expect(topic).to_contain_text("T1 · status")
    expect(topic.get_by_role("link", name="status")).to_be_visible()


def test_joining_is_told(workspace: ServedWorkspace, page: Page) -> None:
    """Whoever is added to a channel sees a notice that opens it."""
    visit(page, workspace.base_url)
    workspace.channel("joined")
    notice = toast(page, "You were added to #joined.")
    notice.get_by_role("button", name="Open").click()
    expect(page.get_by_test_id("channel-title")).to_have_text("joined")


def test_a_mention_of_a_channel_leads_there(workspace: ServedWorkspace, page: Page) -> None:
    """And the address follows, so that Back comes back."""
    target = workspace.channel("target")
    channel = workspace.channel()
    workspace.post(channel, f"see <#{target}>")
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="#target").click()
    expect(page.get_by_test_id("channel-title")).to_have_text("target")
    expect(page).to_have_url(re.compile("channel=target"))
    page.go_back()
    expect(page.get_by_test_id("channel-title")).to_have_text(re.compile("room-"))


def test_long_names_do_not_break_the_page(workspace: ServedWorkspace, page: Page) -> None:
    """They are cut in the list, and nothing is wider than the window."""
    name = "inc-" + "very-long-name-" * 5
    channel = workspace.channel(name[:80])
    workspace.post(channel, "x" * 400)
    visit(page, workspace.base_url, channel)
    expect(message(page, "xxx")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    picture(page, "long-names")


def test_the_banner_says_what_this_is(workspace: ServedWorkspace, page: Page) -> None:
    """In full: a local workspace, and not Slack."""
    visit(page, workspace.base_url)
    notice = page.get_by_test_id("local-notice")
    expect(notice).to_contain_text("Local workspace, not Slack.")
    expect(notice).to_contain_text("nothing leaves this computer")
    bar = page.get_by_test_id("topbar")
    assert bar.evaluate("node => node.scrollWidth <= node.clientWidth && node.clientHeight <= 48")
    expect(page).to_have_title(re.compile("not Slack"))
