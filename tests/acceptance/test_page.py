"""The main job in a real browser, on the page, as a person does it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.acceptance.demo_process import Demo

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDE = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 15_000


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which any error in the console fails the test."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/Berlin")
    context.set_default_timeout(WAIT_MS)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


def _stream(page: Page) -> Locator:
    return page.get_by_test_id("stream")


def _message(page: Page, words: str | re.Pattern[str]) -> Locator:
    return _stream(page).get_by_test_id("message").filter(has_text=words).last


def _picture(page: Page, name: str) -> None:
    """Pictures are for people: they are written where CERTINC_SCREENSHOTS is set, and judged by eye."""
    if os.environ.get("CERTINC_SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


def _type(page: Page, text: str) -> None:
    composer = page.get_by_role("combobox", name=re.compile("^Message to"))
    composer.fill(text)
    composer.press("Enter")


def _open_channel(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_test_id("channel-item").filter(has_text=name).click()


def _become(page: Page, name: str) -> None:
    page.get_by_test_id("persona").click()
    page.get_by_test_id("persona-menu").get_by_text(name).click()


def test_the_main_job_on_the_page(demo: Demo, page: Page) -> None:
    """Open, read, confirm, tick, be reminded, update, close: all by mouse and keyboard."""
    page.goto(f"{demo.base_url}/?user=responder&channel=general")
    expect(page.get_by_test_id("welcome")).to_contain_text("/certinc open api.example.com")
    _picture(page, "1-welcome")

    _type(page, "/certinc open api.example.com customers see TLS errors")
    expect(_message(page, "Opening an incident")).to_contain_text("Only visible to you")
    link = _message(page, "is in #inc-").get_by_role("button", name=re.compile("inc-"))
    link.click()
    expect(_message(page, "expired on all 3 addresses")).to_be_visible()
    expect(_message(page, "First five minutes")).to_contain_text("very likely")
    _picture(page, "2-suggestion")

    _become(page, "Casey Morgan")
    _open_channel(page, re.compile("inc-"))
    _message(page, "Commander").get_by_role("button", name="Take command").click()
    expect(_message(page, "Commander").get_by_role("button", name="Take command")).to_have_count(0)
    _message(page, "First five minutes").get_by_role("button", name="Confirm", exact=True).click()
    runbook = _message(page, re.compile("Runbook · Expired in production"))
    expect(runbook).to_contain_text("0 of 6 steps done")
    runbook.get_by_role("checkbox").first.check()
    expect(runbook).to_contain_text("1 of 6 steps done")
    _picture(page, "3-runbook")

    page.get_by_role("button", name=re.compile("clock on by 30")).click()
    reminder = _message(page, "the status update is due")
    reminder.get_by_role("button", name="Post update").click()
    form = page.get_by_test_id("modal")
    form.get_by_label("What users see").fill("TLS errors in every browser.")
    form.get_by_label("Impact").click()
    page.get_by_role("option", name="Customers cannot use the service").click()
    _picture(page, "4-update")
    page.get_by_test_id("modal-submit").click()
    expect(form).not_to_be_visible()
    expect(_message(page, "TLS errors in every browser.")).to_contain_text("Customers cannot use the service")
    expect(_stream(page).get_by_text("the status update is due")).to_have_count(0)

    _type(page, "/certinc close")
    form.get_by_label("Alert when a renewal fails or does not run").check()
    form.get_by_label("Why did it get this far?").fill("Nobody was told.")
    _picture(page, "5-close")
    page.get_by_test_id("modal-submit").click()
    review = _message(page, re.compile("Review · api.example.com"))
    expect(review).to_contain_text("PIR-1")
    expect(review).to_contain_text("1 of 5 questions answered")
    _picture(page, "6-review")


def test_an_error_stands_beside_its_field(demo: Demo, page: Page) -> None:
    """A form that cannot be sent stays open with all that was typed."""
    page.goto(f"{demo.base_url}/?user=responder&channel=general")
    _type(page, "/certinc open")
    form = page.get_by_test_id("modal")
    form.get_by_label("What is affected?").fill("no host at all")
    form.get_by_label("What is seen, by whom, since when?").fill("It broke.")
    page.get_by_test_id("modal-submit").click()
    expect(form).to_contain_text("holds a space")
    expect(form.get_by_label("What is seen, by whom, since when?")).to_have_value("It broke.")
    _picture(page, "7-error")


def test_hostile_text_stays_text(demo: Demo, page: Page) -> None:
    """Nothing in a report becomes script, a mention or a link, wherever it is shown."""
    hostile = "<img src=x onerror=alert(1)> <!channel> <javascript:alert(1)|bank> \u202eevil"
    demo.post(
        "commands",
        user="responder",
        channel="general",
        command="/certinc",
        text=f"open api.example.com {hostile}",
    )
    channel = demo.incident_channel()
    demo.message(channel, "card")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(f"{demo.base_url}/?user=commander&channel={channel}")
    card = _message(page, "Reported:")
    expect(card).to_contain_text("<img src=x onerror=alert(1)>")
    expect(card).to_contain_text("<!channel>")
    expect(card).to_contain_text("U+202Eevil")
    assert page.locator("[data-testid=stream] img[src=x]").count() == 0
    assert page.get_by_role("link", name="bank").count() == 0


def test_the_page_works_at_phone_width(demo: Demo, page: Page) -> None:
    """The channel list is a drawer, and nothing is wider than the screen."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    demo.click("commander", channel, "suggestion", "confirm_category")
    demo.message(channel, "runbook")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{demo.base_url}/?user=commander&channel={channel}")
    expect(_message(page, re.compile("Runbook · Expired in production"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    _picture(page, "8-phone")
    page.get_by_role("button", name="Open channel list").click()
    expect(page.get_by_test_id("channel-item").filter(has_text="general")).to_be_visible()
    _picture(page, "9-phone-channels")


def test_an_endpoint_is_mended_from_the_page(demo: Demo, page: Page) -> None:
    """Its state is chosen in the bar at the top; the next connection shows it, and so does the panel."""
    page.goto(demo.base_url)
    page.get_by_test_id("endpoints-button").click()
    panel = page.get_by_test_id("endpoints-panel")
    panel.get_by_label("Show only").fill("mail")
    expect(panel.get_by_test_id("endpoint-state").locator("visible=true")).to_have_count(1)
    panel.get_by_label("State of mail.example.com:587").select_option("renewed")
    expect(page.get_by_text("mail.example.com:587 is mended.")).to_be_visible()
    _picture(page, "endpoints")
    assert demo.get("endpoints/mail-expired")["endpoint"]["state"] == "renewed"
    panel.get_by_role("button", name="mail.example.com:587").click()
    composer = page.get_by_role("combobox", name=re.compile("^Message to"))
    expect(composer).to_have_value("/certinc open mail.example.com:587")
    page.get_by_test_id("endpoints-button").click()
    expect(page.get_by_label("State of mail.example.com:587")).to_have_value("renewed")
