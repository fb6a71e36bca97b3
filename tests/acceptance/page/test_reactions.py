"""Reactions: given by the panel of emoji, counted, taken back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import message, picture, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def said(workspace: ServedWorkspace, page: Page) -> Locator:
    """A message on the page."""
    channel = workspace.channel()
    workspace.post(channel, "react to me")
    visit(page, workspace.base_url, channel)
    found = message(page, "react to me")
    found.hover()
    return found


def test_a_reaction_is_given_and_taken_back(page: Page, said: Locator) -> None:
    """By the panel, then by a click on it."""
    said.get_by_role("button", name="Add a reaction").click()
    page.get_by_test_id("emoji-panel").get_by_role("button", name="eyes", exact=True).click()
    given = said.get_by_test_id("reaction")
    expect(given).to_have_accessible_name("eyes, 1, Robin Reyes")
    expect(given).to_have_attribute("aria-pressed", "true")
    given.click()
    expect(given).to_have_count(0)


def test_any_emoji_can_be_found(page: Page, said: Locator) -> None:
    """By a part of its name; Enter takes the first."""
    said.get_by_role("button", name="Add a reaction").click()
    panel = page.get_by_test_id("emoji-panel")
    picture(page, "emoji")
    words = panel.get_by_role("textbox", name="Find an emoji")
    words.fill("nothing like it")
    expect(panel).to_contain_text("No emoji has that name here.")
    words.fill("fire ext")
    words.press("Enter")
    expect(panel).to_have_count(0)
    expect(said.get_by_test_id("reaction")).to_contain_text("🧯")


def test_reactions_are_counted_and_joined(workspace: ServedWorkspace, page: Page) -> None:
    """Others' reactions come live; a click joins in."""
    channel = workspace.channel()
    ts = workspace.post(channel, "count me")
    visit(page, workspace.base_url, channel)
    workspace.control("reactions", user="commander", channel=channel, ts=ts, name="tada")
    given = message(page, "count me").get_by_test_id("reaction")
    expect(given).to_have_attribute("aria-pressed", "false")
    given.click()
    expect(given).to_contain_text("2")
    expect(given).to_have_attribute("title", "Casey Morgan, Robin Reyes reacted with :tada:")
    message(page, "count me").get_by_role("button", name="Add another reaction").click()
    expect(page.get_by_test_id("emoji-panel")).to_be_visible()


def test_the_panel_takes_a_reaction_back_as_well(page: Page, said: Locator) -> None:
    """Choosing what one has given already removes it."""
    for count in (1, 0):
        said.hover()
        said.get_by_role("button", name="Add a reaction").click()
        page.get_by_test_id("emoji-panel").get_by_role("button", name="rocket").click()
        expect(said.get_by_test_id("reaction")).to_have_count(count)


def test_an_unknown_emoji_stays_its_name(workspace: ServedWorkspace, page: Page) -> None:
    """A workspace's own emoji is not known here."""
    channel = workspace.channel()
    workspace.post(channel, "ship it :our-own-parrot: :tada:")
    visit(page, workspace.base_url, channel)
    expect(message(page, "ship it")).to_contain_text(":our-own-parrot: 🎉")
