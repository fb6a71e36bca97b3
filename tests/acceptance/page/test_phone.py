"""The page at the width of a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import (
    PHONE,
    channel_item,
    composer,
    message,
    modal,
    picture,
    thread,
    visit,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    """A narrow page, of which nothing is ever wider than the screen."""
    page.set_viewport_size(PHONE)
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_first_view(workspace: ServedWorkspace, phone: Page) -> None:
    """The banner stands on one line, and an empty channel begins at its top: with what to type."""
    visit(phone, workspace.base_url)
    banner = phone.get_by_text("Local workspace, not Slack.")
    expect(banner).to_be_in_viewport(ratio=1)
    assert banner.evaluate("node => node.getClientRects().length") == 1
    expect(phone.get_by_test_id("welcome").locator(".welcome-command").first).to_be_in_viewport(ratio=1)
    expect(composer(phone)).to_be_in_viewport(ratio=1)
    picture(phone, "phone-first")


def test_the_channel_list_is_a_drawer(workspace: ServedWorkspace, phone: Page) -> None:
    """It opens by its button, closes by Escape, by a tap beside it, and by choosing."""
    visit(phone, workspace.base_url)
    opener = phone.get_by_role("button", name="Open channel list")
    expect(channel_item(phone, "incidents")).to_be_hidden()
    opener.click()
    expect(channel_item(phone, "incidents")).to_be_visible()
    picture(phone, "phone-drawer")
    phone.keyboard.press("Escape")
    expect(channel_item(phone, "incidents")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    phone.mouse.click(380, 500)
    expect(channel_item(phone, "incidents")).to_be_hidden()
    opener.click()
    channel_item(phone, "incidents").click()
    expect(phone.get_by_test_id("channel-title")).to_have_text("incidents")
    expect(channel_item(phone, "general")).to_be_hidden()


def test_every_block_fits(workspace: ServedWorkspace, phone: Page) -> None:
    """Tables and carousels scroll in themselves."""
    channel = workspace.channel()
    workspace.post(
        channel, blocks=[*samples.shown_blocks("Some words"), *samples.message_blocks("Some words")]
    )
    workspace.post(channel, blocks=[{"type": "actions", "elements": samples.acting_elements("Choose")}])
    visit(phone, workspace.base_url, channel)
    expect(message(phone, "Choose")).to_be_visible()
    blocks = phone.locator(".message-content > .blocks > *")
    ends = blocks.evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect().right)")
    assert max(ends) <= PHONE["width"]
    picture(phone, "phone-blocks")


def test_a_thread_takes_the_screen(workspace: ServedWorkspace, phone: Page) -> None:
    """And gives it back."""
    channel = workspace.channel()
    parent = workspace.post(channel, "question")
    workspace.say(channel, "answer", thread_ts=parent)
    visit(phone, workspace.base_url, channel)
    message(phone, "question").get_by_test_id("thread-link").click()
    expect(thread(phone).get_by_text("answer")).to_be_in_viewport()
    assert thread(phone).evaluate("node => node.offsetWidth") == PHONE["width"]
    picture(phone, "phone-thread")
    thread(phone).get_by_role("button", name="Close thread").click()
    expect(message(phone, "question")).to_be_in_viewport()


def test_a_modal_takes_the_screen(workspace: ServedWorkspace, app: AnsweringApp, phone: Page) -> None:
    """Its buttons stay in sight."""

    def answer(payload: Json) -> None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=samples.form("Fill in"))

    app.answer = answer
    visit(phone, workspace.base_url)
    write(phone, "/try")
    expect(modal(phone)).to_be_visible()
    expect(phone.get_by_test_id("modal-submit")).to_be_in_viewport(ratio=1)
    picture(phone, "phone-modal")


def test_the_clock_opens(workspace: ServedWorkspace, phone: Page) -> None:
    """Its steps are behind the time."""
    visit(phone, workspace.base_url)
    step = phone.get_by_role("button", name="Move the clock on by 30 minutes")
    expect(step).to_be_hidden()
    phone.get_by_test_id("clock-now").click()
    expect(step).to_be_in_viewport(ratio=1)
    before = workspace.read("clock")["offset_s"]
    picture(phone, "phone-clock")
    with phone.expect_response("**/sandbox/clock"):
        step.click()
    assert workspace.read("clock")["offset_s"] - before == pytest.approx(1800, abs=1)
