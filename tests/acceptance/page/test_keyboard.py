"""The page without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import ServedWorkspace
from tests.acceptance.page.visit import channel_item, completion, composer, message, visit

pytestmark = pytest.mark.browser


def _focused_key(page: Page) -> str:
    key: str = page.evaluate("document.activeElement.dataset.actionId ?? ''")
    return key


def test_the_composer_has_the_focus(workspace: ServedWorkspace, page: Page) -> None:
    """When the page opens, when a channel is opened, and when somebody just types."""
    visit(page, workspace.base_url)
    expect(composer(page)).to_be_focused()
    channel_item(page, "incidents").click()
    expect(composer(page)).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("words")
    expect(composer(page)).to_have_value("words")


def test_arrows_move_in_the_completion(workspace: ServedWorkspace, page: Page) -> None:
    """Down and up go round; Escape closes the list and keeps what was typed."""
    visit(page, workspace.base_url)
    page.keyboard.type("/")
    options = completion(page).get_by_role("option")
    marked = completion(page).get_by_role("option", selected=True)
    expect(marked).to_contain_text("/try")
    page.keyboard.press("ArrowDown")
    expect(marked).to_have_text(options.nth(1).inner_text().replace("\n", ""))
    expect(composer(page)).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(marked).to_contain_text("Start something")
    page.keyboard.press("Escape")
    expect(completion(page)).to_be_hidden()
    expect(composer(page)).to_have_value("/")


def test_tab_goes_through_the_blocks_in_order(workspace: ServedWorkspace, page: Page) -> None:
    """As they stand, each element once, then the message's own tools."""
    channel = workspace.channel()
    section = {"type": "section", "text": samples.plain("Text"), "accessory": samples.button("One", "one")}
    menu = {"type": "static_select", "action_id": "two", "options": [samples.option("A")]}
    boxes = {"type": "checkboxes", "action_id": "three", "options": [samples.option("B")]}
    actions = {"type": "actions", "elements": [menu, boxes, samples.button("Four", "four")]}
    workspace.post(channel, "card", blocks=[section, actions])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="One").focus()
    order = [_focused_key(page)]
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(_focused_key(page))
    assert order == ["one", "two", "three", "four"]
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add a reaction").last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Reply in a thread").last).to_be_focused()


def test_menus_by_keyboard(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Arrows open and move, Enter takes, Escape closes and gives the focus back."""
    channel = workspace.channel()
    options = [samples.option(name) for name in ("Red", "Green", "Blue")]
    menu = {"type": "static_select", "action_id": "colour", "options": options}
    overflow = {"type": "overflow", "action_id": "more", "options": options[:2]}
    workspace.post(channel, blocks=[{"type": "actions", "elements": [menu, overflow]}])
    visit(page, workspace.base_url, channel)
    select = page.locator('[data-action-id="colour"]')
    select.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(select).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert app.received(action_id="colour")["actions"][0]["selected_option"]["value"] == "Blue"
    expect(select).to_be_focused()
    page.locator('[data-action-id="more"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Green")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Red")).to_be_focused()
    page.keyboard.press("Enter")
    assert app.received(action_id="more")["actions"][0]["selected_option"]["value"] == "Red"


def test_the_emoji_panel_by_keyboard(workspace: ServedWorkspace, page: Page) -> None:
    """From the word to the emoji with the arrows, and Enter gives it."""
    channel = workspace.channel()
    workspace.post(channel, "react")
    visit(page, workspace.base_url, channel)
    button = message(page, "react").get_by_role("button", name="Add a reaction")
    button.focus()
    page.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(message(page, "react").get_by_test_id("reaction")).to_have_accessible_name(re.compile("^eyes, 1"))


def test_the_focus_stays_in_a_dialog(workspace: ServedWorkspace, page: Page) -> None:
    """Tab goes round within; Escape is No."""
    channel = workspace.channel()
    button = samples.button("Ask", "ask", confirm=samples.confirmation("Sure?"))
    workspace.post(channel, blocks=[{"type": "actions", "elements": [button]}])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Ask").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_test_id("confirm")
    expect(dialog.get_by_role("button", name="Yes")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Ask")).to_be_focused()


def test_a_link_skips_to_the_messages(workspace: ServedWorkspace, page: Page) -> None:
    """It is the first stop of the page."""
    visit(page, workspace.base_url)
    link = page.get_by_role("link", name="Skip to messages")
    stops = "document.querySelectorAll('a[href], button, input, textarea, [tabindex=\"0\"]')[0].className"
    assert page.evaluate(stops) == "skip-link"
    link.focus()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#channel")).to_be_focused()
