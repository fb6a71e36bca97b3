"""The workspace's clock, and whom a person acts as."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import become, channel_item, composer, message, picture, visit, write

pytestmark = pytest.mark.browser


NOW = "Date.parse(document.querySelector('[data-testid=clock-now]').dateTime)"
"""The moment that the bar shows, in milliseconds."""


def test_the_clock_is_moved(workspace: ServedWorkspace, page: Page) -> None:
    """Each button moves the present of everybody, which the bar shows."""
    visit(page, workspace.base_url)
    now = page.get_by_test_id("clock-now")
    for label, seconds in (("5 minutes", 300), ("30 minutes", 1800), ("1 day", 86_400)):
        before, text, offset = page.evaluate(NOW), now.inner_text(), workspace.read("clock")["offset_s"]
        page.get_by_role("button", name=f"Move the clock on by {label}").click()
        expect(now).not_to_have_text(text)
        assert page.evaluate(NOW) - before >= seconds * 1000
        assert workspace.read("clock")["offset_s"] - offset == pytest.approx(seconds, abs=1)


def test_messages_are_written_in_the_workspaces_present(workspace: ServedWorkspace, page: Page) -> None:
    """Not the computer's: what is written a day later is dated a day later."""
    visit(page, workspace.base_url)
    before = page.evaluate(NOW)
    page.get_by_role("button", name="Move the clock on by 1 day").click()
    write(page, "on the next day")
    written = message(page, "on the next day").locator("time").first.get_attribute("datetime")
    assert page.evaluate("text => Date.parse(text)", written) - before >= 86_400_000


def test_scheduled_messages_come_when_their_time_does(workspace: ServedWorkspace, page: Page) -> None:
    """The clock's buttons are how to see what happens later."""
    channel = workspace.channel()
    at = int(workspace.read("clock")["now_s"]) + 1200
    workspace.api("chat.scheduleMessage", channel=channel, post_at=str(at), text="from the past")
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Move the clock on by 30 minutes").click()
    expect(message(page, "from the past")).to_be_visible()


def test_a_person_acts_as_somebody_else(workspace: ServedWorkspace, page: Page) -> None:
    """In the same channel; what they write is theirs, and the address remembers."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    page.get_by_test_id("persona").click()
    expect(page.get_by_role("menuitemradio")).to_have_count(5)
    picture(page, "personas")
    page.keyboard.press("Escape")
    become(page, "Priya Nair")
    expect(page).to_have_url(re.compile("user=pki-engineer"))
    write(page, "hello from Priya")
    expect(message(page, "hello from Priya")).to_contain_text("Priya Nair")


def test_a_persona_sees_what_that_persona_may_see(workspace: ServedWorkspace, page: Page) -> None:
    """Whoever is not in a private channel is taken to one they are in."""
    channel = workspace.channel("ours", is_private=True, members=["responder"])
    visit(page, workspace.base_url, channel)
    expect(page.get_by_test_id("channel-title")).to_have_text("ours")
    become(page, "Sam Okafor")
    expect(page.get_by_test_id("channel-title")).to_have_text("general")
    expect(channel_item(page, "ours")).to_have_count(0)


def test_the_app_is_told_who_acts(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A command comes from the persona in use."""
    visit(page, workspace.base_url, user="executive")
    write(page, "/try me")
    assert app.received(command="/try")["user_id"] == workspace.person("executive")
    expect(composer(page)).to_have_value("")
