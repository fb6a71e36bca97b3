"""The app's Home tab, and the shortcuts on messages."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import become, channel_item, message, modal, picture, visit

pytestmark = pytest.mark.browser


def _publish(workspace: ServedWorkspace, user: str, *blocks: Json) -> None:
    view = {"type": "home", "blocks": list(blocks)}
    workspace.api("views.publish", user_id=workspace.person(user), view=view)


def test_the_home_tab(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Opening it tells the app, which fills it for this person; its buttons work and it changes as it is looked at."""
    visit(page, workspace.base_url, user="stakeholder")
    page.get_by_test_id("home-item").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("tryout has put nothing on its Home tab yet.")
    opened = app.received(type="app_home_opened")["event"]
    assert (opened["user"], opened["tab"]) == (workspace.person("stakeholder"), "home")
    press = {"type": "actions", "elements": [samples.button("Press", "home_press")]}
    _publish(workspace, "stakeholder", {"type": "header", "text": samples.plain("Your incidents")}, press)
    expect(home.get_by_role("heading", name="Your incidents")).to_be_visible()
    home.get_by_role("button", name="Press").click()
    assert app.received(action_id="home_press")["view"]["type"] == "home"
    become(page, "Elena Fischer")
    expect(home).to_contain_text("nothing on its Home tab")
    channel_item(page, "general").click()
    expect(home).to_have_count(0)


def test_every_block_of_a_home_tab(workspace: ServedWorkspace, page: Page) -> None:
    """With inputs, which hold what is entered."""
    blocks = [*samples.shown_blocks("Words"), *samples.inputs("Input")[:1]]
    _publish(workspace, "responder", *blocks)
    page.goto(f"{workspace.base_url}/?user=responder&view=home")
    home = page.get_by_test_id("home")
    expect(home.locator(":scope > .blocks > *")).to_have_count(len(blocks))
    expect(home.locator(".unsupported")).to_have_count(0)
    expect(home.get_by_label("Input 0")).to_be_visible()
    picture(page, "home")


def test_a_message_shortcut(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """It stands in the menu of a message, tells the app of it, and may lead to a modal."""
    view = {"type": "modal", "title": samples.plain("Kept"), "blocks": [samples.rich("Kept it")]}

    def answer(payload: Json) -> None:
        if payload.get("callback_id") == "keep":
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=view)

    app.answer = answer
    channel = workspace.channel()
    workspace.say(channel, "worth keeping")
    visit(page, workspace.base_url, channel)
    said = message(page, "worth keeping")
    said.hover()
    said.get_by_role("button", name="More actions").click()
    picture(page, "message-menu")
    page.get_by_role("menuitem", name="Keep this message").click()
    expect(modal(page)).to_contain_text("Kept it")
    assert app.received(callback_id="keep")["message"]["text"] == "worth keeping"
