"""No text becomes script, a link that runs, or a sign that turns the line round: wherever text is shown."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.conftest import Console
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import composer, message, modal, stream, thread, toast, visit, write

pytestmark = pytest.mark.browser

NAMES = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\u202egnp.exe\u2066",
    "<javascript:alert(1)|bank>",
    '"><svg onload=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}",
]
"""Names as a certificate may have them."""

SHORT = pytest.mark.parametrize(
    "words",
    [
        "\u202e<img src=x onerror=alert(1)></script><!channel>",
        '\u202e<javascript:alert(1)|bank>"><svg onload=alert(1)>',
    ],
)
"""Several of them in the fifty characters that fit everywhere."""

NAME = "\u202e<img src=x onerror=alert(1)>"

SCHEMES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
]

TURNED = "\u202e\u2066\u200f"
"""Signs that turn a line round, or hide."""


@pytest.fixture(autouse=True)
def harmless(page: Page) -> Iterator[None]:
    """Whatever a test shows, nothing has run, no picture was asked for, and nothing turns a line round."""
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    yield
    assert ran == []
    assert page.locator("img[src=x], [onload], [onerror], body script, iframe, object, embed").count() == 0
    assert page.locator('a[href^="javascript:"], a[href^="data:"]').count() == 0
    shown: str = page.evaluate("document.body.innerText + document.title")
    assert not set(shown) & set(TURNED)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@SHORT
def test_every_block(workspace: ServedWorkspace, page: Page, words: str) -> None:
    """In every block that shows text, given as it is: by an app that forgot to escape it."""
    channel = workspace.channel()
    count = 0
    for blocks in (samples.shown_blocks(words), samples.message_blocks(words)):
        count += len(blocks)
        workspace.post(channel, words, blocks=blocks)
    workspace.post(channel, words, blocks=[{"type": "actions", "elements": samples.acting_elements(words)}])
    visit(page, workspace.base_url, channel)
    expect(stream(page).locator(".message-content > .blocks > *")).to_have_count(count + 1)
    expect(stream(page)).to_contain_text("U+202E")
    expect(stream(page).locator(".unsupported")).to_have_count(0)


def test_escaped_names_are_shown_as_they_are(workspace: ServedWorkspace, page: Page) -> None:
    """In mrkdwn, where apps have to escape: signs stay signs, and nobody is called."""
    channel = workspace.channel()
    text = " / ".join(_escaped(each) for each in [*NAMES, "<!channel>", "<@U12345678>"])
    workspace.post(channel, text, blocks=[{"type": "section", "text": samples.mrkdwn(text)}])
    visit(page, workspace.base_url, channel)
    shown = message(page, "bank")
    for each in (*NAMES, "<!channel>", "<@U12345678>"):
        expect(shown).to_contain_text(each.replace("\u202e", "U+202E").replace("\u2066", "U+2066"))
    expect(shown.locator(".mention, a")).to_have_count(0)


def test_links_lead_to_the_web_only(workspace: ServedWorkspace, page: Page) -> None:
    """In mrkdwn, Markdown, rich text, attachments and sources, other schemes are words."""
    channel = workspace.channel()
    for scheme in SCHEMES:
        link = {"type": "rich_text_section", "elements": [{"type": "link", "url": scheme, "text": "bank"}]}
        blocks: list[Json] = [
            {"type": "section", "text": samples.mrkdwn(f"<{scheme}|bank>")},
            {"type": "markdown", "text": f"[bank]({scheme}) <a href='{scheme}'>bank</a>"},
            {"type": "rich_text", "elements": [link]},
        ]
        attachments = [
            {"title": "bank", "title_link": scheme, "text": f"<{scheme}|bank>", "image_url": scheme}
        ]
        workspace.post(channel, f"<{scheme}|bank>", blocks=blocks, attachments=attachments)
    visit(page, workspace.base_url, channel)
    expect(stream(page).get_by_test_id("attachment")).to_have_count(len(SCHEMES))
    expect(stream(page).get_by_role("link")).to_have_count(0)


def test_a_button_with_a_bad_address_is_a_button(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """It tells the app, and leads nowhere."""
    channel = workspace.channel()
    button = samples.button("Open", "open", url="javascript:alert(1)")
    workspace.post(channel, blocks=[{"type": "actions", "elements": [button]}])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Open").click()
    assert app.received(action_id="open")["actions"][0]["type"] == "button"


@SHORT
def test_a_modal(workspace: ServedWorkspace, app: AnsweringApp, page: Page, words: str) -> None:
    """Its title, labels, hints, placeholders, options, alerts, and the app's errors."""

    def answer(payload: Json) -> Json | None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=samples.form(words))
        errors = {"response_action": "errors", "errors": {"plain_text_input_0": words}}
        return errors if payload.get("type") == "view_submission" else None

    app.answer = answer
    visit(page, workspace.base_url)
    write(page, "/try")
    field = modal(page).get_by_test_id("input-block").first
    field.get_by_role("textbox").fill(words)
    page.get_by_test_id("modal-submit").click()
    expect(field.locator(".block-input-error")).to_contain_text("U+202E")
    modal(page).locator(".picker-button").first.click()
    expect(page.get_by_role("option").first).to_contain_text("U+202E")


def test_names_of_apps_files_and_topics(workspace: ServedWorkspace, page: Page) -> None:
    """An author's name, a file's name and title and content, a channel's topic, and a quotation in a thread."""
    channel = workspace.channel()
    ts = workspace.post(channel, NAME, username=NAME)
    workspace.share(channel, f"{NAME}.txt", NAMES[1].encode() + "\u202e".encode(), title=NAME, thread_ts=ts)
    workspace.api("conversations.setTopic", channel=channel, topic=NAME)
    workspace.api("pins.add", channel=channel, timestamp=ts)
    visit(page, workspace.base_url, channel, more=f"&thread={ts}")
    expect(page.get_by_test_id("topic")).to_contain_text("U+202E<img")
    expect(thread(page).get_by_test_id("file-preview")).to_contain_text("<script>alert(1)")
    expect(thread(page).locator(".file-name")).to_contain_text("U+202E<img")
    page.get_by_test_id("pins").click()
    expect(page.get_by_role("menuitem")).to_contain_text("U+202E<img")


def test_a_toast(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """It repeats what was typed, as text."""
    console.expect_refusal(404)
    visit(page, workspace.base_url)
    page.route(
        "**/sandbox/commands",
        lambda route: route.fulfill(status=404, json={"ok": False, "error": "x", "message": NAME}),
    )
    write(page, "/try")
    expect(toast(page, "<img src=x onerror=alert(1)>")).to_contain_text("U+202E")


def test_what_a_person_types(workspace: ServedWorkspace, page: Page) -> None:
    """In a message, and in the completion's list."""
    visit(page, workspace.base_url)
    write(page, NAMES[1])
    expect(message(page, "<script>alert(1)")).to_be_visible()
    composer(page).fill("/<img src=x onerror=alert(1)>")
    expect(composer(page)).to_have_value("/<img src=x onerror=alert(1)>")


def test_a_confirm_dialog(workspace: ServedWorkspace, page: Page) -> None:
    """Its title and its question."""
    channel = workspace.channel()
    button = samples.button("Ask", "ask", confirm=samples.confirmation(NAME))
    workspace.post(channel, blocks=[{"type": "actions", "elements": [button]}])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("U+202E<img")
    page.keyboard.press("Escape")


def test_a_home_tab(workspace: ServedWorkspace, page: Page) -> None:
    """Every block that it may have."""
    view = {"type": "home", "blocks": [*samples.shown_blocks(NAME), *samples.inputs(NAME)[:2]]}
    workspace.api("views.publish", user_id=workspace.person("responder"), view=view)
    page.goto(f"{workspace.base_url}/?user=responder&view=home")
    expect(page.get_by_test_id("home")).to_contain_text("U+202E<img")


def test_scripts_of_others_are_forbidden(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """Were text ever to become markup, the browser would still not run it (Content-Security-Policy)."""
    console.expect(r".*Content Security Policy.*")
    visit(page, workspace.base_url)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b id=planted onclick=\"alert(1)\">x</b>')")
    page.locator("#planted").dispatch_event("click")
    page.locator("#planted").evaluate("node => node.remove()")
