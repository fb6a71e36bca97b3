"""axe-core finds nothing wrong with any state of the page (rules of WCAG 2.2 AA and best practice)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.conftest import Console
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import (
    PHONE,
    completion,
    composer,
    message,
    modal,
    thread,
    toast,
    visit,
    write,
)

pytestmark = pytest.mark.browser


def _clean(page: Page) -> None:
    """All rules in light colours; in dark ones, where only colours differ, those about colours."""
    for scheme, options in (("light", None), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page, options=options)
        told = [
            f"{scheme} {each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in found.response["violations"]
            for node in each["nodes"]
        ]
        assert not told, "\n".join(told)
    page.emulate_media(color_scheme="light")


def test_the_first_page(workspace: ServedWorkspace, page: Page) -> None:
    """With what to type."""
    visit(page, workspace.base_url)
    _clean(page)


def test_a_channel_with_every_block(workspace: ServedWorkspace, page: Page) -> None:
    """And every element, an edit, a pin, reactions, files, an ephemeral message, system lines."""
    channel = workspace.channel()
    ts = workspace.post(channel, blocks=samples.shown_blocks("Words"))
    workspace.post(channel, blocks=samples.message_blocks("Words"))
    workspace.post(channel, blocks=[samples.chart("pie"), samples.chart("line")])
    workspace.post(channel, blocks=[{"type": "actions", "elements": samples.acting_elements("Choose")}])
    workspace.post(channel, "with", attachments=[{"title": "Title", "text": "text", "color": "danger"}])
    workspace.share(channel, "chain.pem", b"-----BEGIN\n" * 20, initial_comment="file")
    workspace.api("pins.add", channel=channel, timestamp=ts)
    workspace.control("reactions", user="commander", channel=channel, ts=ts, name="eyes")
    edited = workspace.post(channel, "*old* `code` <!here>")
    workspace.api(
        "chat.update", channel=channel, ts=edited, text="*new* `code` <!here> <https://example.com|link>"
    )
    workspace.api("chat.postEphemeral", channel=channel, user=workspace.person("responder"), text="psst")
    visit(page, workspace.base_url, channel)
    expect(page.get_by_test_id("file-preview")).to_contain_text("BEGIN")
    page.get_by_text("Show the figures").first.click()
    _clean(page)


def test_an_open_thread(workspace: ServedWorkspace, page: Page) -> None:
    """With replies of a person and of the app."""
    channel = workspace.channel()
    parent = workspace.post(channel, "question")
    workspace.say(channel, "answer", thread_ts=parent)
    workspace.post(channel, "and another", thread_ts=parent, reply_broadcast=True)
    visit(page, workspace.base_url, channel, more=f"&thread={parent}")
    expect(thread(page)).to_contain_text("and another")
    _clean(page)


def test_a_modal_with_errors(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """With every input."""

    def answer(payload: Json) -> None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=samples.form("Fill in"))

    app.answer = answer
    visit(page, workspace.base_url)
    write(page, "/try")
    page.get_by_test_id("modal-submit").click()
    expect(modal(page).locator('[aria-invalid="true"]')).to_have_count(1)
    _clean(page)


def test_the_home_tab(workspace: ServedWorkspace, page: Page) -> None:
    """Empty, and filled."""
    page.goto(f"{workspace.base_url}/?user=executive&view=home")
    expect(page.get_by_test_id("home")).to_contain_text("nothing on its Home tab")
    _clean(page)
    view = {"type": "home", "blocks": [*samples.shown_blocks("Words"), *samples.inputs("Fill in")[:3]]}
    workspace.api("views.publish", user_id=workspace.person("executive"), view=view)
    expect(page.get_by_label("Fill in 0")).to_be_visible()
    _clean(page)


def test_the_completion(workspace: ServedWorkspace, page: Page) -> None:
    """Open, with something marked; and with usage alone."""
    visit(page, workspace.base_url)
    composer(page).press_sequentially("/")
    expect(completion(page)).to_be_visible()
    _clean(page)
    composer(page).fill("/try note x")
    expect(completion(page)).to_contain_text("/try note TEXT")
    _clean(page)


def test_what_opens_beside_a_message(workspace: ServedWorkspace, page: Page) -> None:
    """The emoji, the menu of a message, the personas, and a list to choose from."""
    channel = workspace.channel()
    menu = {"type": "static_select", "action_id": "s", "options": [samples.option(f"{n}") for n in range(9)]}
    workspace.post(channel, "open me", blocks=[{"type": "actions", "elements": [menu]}])
    visit(page, workspace.base_url, channel)
    item = page.get_by_test_id("message").last
    for name in ("Add a reaction", "More actions"):
        item.hover()
        item.get_by_role("button", name=name).click()
        _clean(page)
        page.keyboard.press("Escape")
    page.locator('[data-action-id="s"]').click()
    _clean(page)
    page.keyboard.press("Escape")
    page.get_by_test_id("persona").click()
    _clean(page)


def test_a_toast_and_a_question(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """An error at the foot of the page, and a confirm dialog."""
    console.expect_refusal(404)
    channel = workspace.channel()
    button = samples.button("Ask", "ask", confirm=samples.confirmation("Sure?"), style="danger")
    workspace.post(channel, "ask me", blocks=[{"type": "actions", "elements": [button]}])
    visit(page, workspace.base_url, channel)
    write(page, "/nothing")
    expect(toast(page, "not a valid command")).to_be_visible()
    _clean(page)
    page.get_by_role("button", name="Ask").click()
    _clean(page)


def test_the_width_of_a_phone(workspace: ServedWorkspace, page: Page) -> None:
    """The first view, the drawer, a channel."""
    page.set_viewport_size(PHONE)
    visit(page, workspace.base_url)
    _clean(page)
    page.get_by_role("button", name="Open channel list").click()
    _clean(page)
    channel = workspace.channel()
    workspace.post(
        channel, "words", blocks=[*samples.shown_blocks("Words"), *samples.message_blocks("Words")]
    )
    visit(page, workspace.base_url, channel)
    expect(message(page, "Words")).to_be_visible()
    _clean(page)
