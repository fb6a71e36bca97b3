"""Writing: messages, mentions, and completion of commands, people, channels and emoji."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import channel_item, completion, composer, message, picture, visit, write

pytestmark = pytest.mark.browser


def _options(page: Page) -> Locator:
    return completion(page).get_by_role("option")


def test_a_message_is_sent(workspace: ServedWorkspace, page: Page) -> None:
    """By Enter or by the button; Shift+Enter breaks the line."""
    visit(page, workspace.base_url)
    composer(page).fill("one")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("two")
    composer(page).press("Enter")
    expect(message(page, re.compile("one\\s*two"))).to_be_visible()
    expect(composer(page)).to_have_value("")
    composer(page).fill("by button")
    page.get_by_role("button", name="Send").first.click()
    expect(message(page, "by button")).to_be_visible()


def test_what_is_typed_is_what_is_shown(workspace: ServedWorkspace, page: Page) -> None:
    """Signs stay signs; people, groups, channels and links become references; code stays code."""
    visit(page, workspace.base_url)
    write(page, "a < b & c > d, @commander @pki-oncall #incidents https://example.com/?a=1&b=2. `@commander`")
    sent = message(page, "a < b & c > d")
    for mention in ("@Casey Morgan", "@pki-oncall", "#incidents"):
        expect(sent.locator(".mention").filter(has_text=mention)).to_be_visible()
    expect(sent.get_by_role("link")).to_have_attribute("href", "https://example.com/?a=1&b=2")
    expect(sent.locator("code")).to_have_text("@commander")


def test_commands_are_completed(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A slash lists the commands with their usage, then their words; Enter takes the one marked, then sends."""
    visit(page, workspace.base_url)
    composer(page).press_sequentially("/")
    expect(_options(page)).to_have_count(3)
    expect(_options(page).first).to_contain_text("/try")
    expect(_options(page).first).to_contain_text("open HOST | status | note TEXT")
    expect(_options(page).first).to_contain_text("Try things")
    picture(page, "completion")
    composer(page).press("Enter")
    expect(composer(page)).to_have_value("/try ")
    expect(_options(page)).to_have_text([re.compile("open"), "status", re.compile("note")])
    composer(page).press_sequentially("no")
    composer(page).press("Tab")
    expect(composer(page)).to_have_value("/try note ")
    expect(completion(page)).to_contain_text("/try note TEXT")
    composer(page).press_sequentially("words")
    composer(page).press("Enter")
    assert app.received(command="/try")["text"] == "note words"


def test_global_shortcuts_are_completed_too(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """They stand below the commands; choosing one runs it and empties the composer."""
    visit(page, workspace.base_url)
    composer(page).press_sequentially("/start")
    _options(page).filter(has_text="Start something").click()
    assert app.received(callback_id="start")["type"] == "shortcut"
    expect(composer(page)).to_have_value("")


def test_people_channels_and_emoji_are_completed(workspace: ServedWorkspace, page: Page) -> None:
    """By their sign and some of their letters."""
    visit(page, workspace.base_url)
    for typed, offered, inserted in (
        ("ask @cas", "Casey Morgan", "ask @commander "),
        ("ask @pki-on", "PKI on call", "ask @pki-oncall "),
        ("see #inc", "#incidents", "see #incidents "),
        ("well :tad", ":tada:", "well :tada: "),
    ):
        composer(page).fill(typed)
        expect(_options(page).first).to_contain_text(offered)
        composer(page).press("Tab")
        expect(composer(page)).to_have_value(inserted)


def test_a_draft_stays_with_its_channel(workspace: ServedWorkspace, page: Page) -> None:
    """It is there again when one comes back."""
    visit(page, workspace.base_url)
    composer(page).fill("half a thought")
    channel_item(page, "incidents").click()
    expect(composer(page)).to_have_value("")
    channel_item(page, "general").click()
    expect(composer(page)).to_have_value("half a thought")


def test_nobody_writes_in_an_archived_channel(workspace: ServedWorkspace, page: Page) -> None:
    """The composer says why."""
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    workspace.api("conversations.archive", channel=channel)
    expect(page.get_by_text("This channel is archived.")).to_be_visible()
    expect(composer(page)).to_be_hidden()


def test_outsiders_look_in(workspace: ServedWorkspace, page: Page) -> None:
    """A public channel can be read by everybody, and written in by its members."""
    channel = workspace.channel(members=["commander"])
    workspace.post(channel, "for members")
    visit(page, workspace.base_url, channel)
    expect(message(page, "for members")).to_be_visible()
    expect(page.get_by_text("You are looking in from outside.")).to_be_visible()


def test_a_first_visitor_is_shown_what_to_type(workspace: ServedWorkspace, page: Page) -> None:
    """The app's command, and a button that writes it; then hosts to try."""
    visit(page, workspace.base_url)
    welcome = page.get_by_test_id("welcome")
    expect(welcome).to_contain_text("/try open HOST | status | note TEXT")
    welcome.get_by_role("button", name="Write /try for me").click()
    expect(composer(page)).to_have_value("/try ")
    expect(composer(page)).to_be_focused()
    expect(page.get_by_test_id("endpoint")).to_have_count(9)
    expect(page.get_by_test_id("endpoint").locator("visible=true")).to_have_count(6)
    welcome.get_by_role("button", name="Show all 9").click()
    expect(page.get_by_test_id("endpoint").locator("visible=true")).to_have_count(9)
    page.get_by_test_id("endpoint").last.click()
    expect(composer(page)).to_have_value("/certinc open host-9.example.com")
