"""The bot's main job on the page, as a person does it: the whole demo in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo_process import Demo
from tests.acceptance.page.visit import (
    PHONE,
    become,
    channel_item,
    completion,
    composer,
    message,
    modal,
    picture,
    stream,
    thread,
    visit,
    write,
)

pytestmark = pytest.mark.browser


def test_the_main_job_on_the_page(demo: Demo, page: Page) -> None:
    """Open, read, confirm, tick, be reminded, update, close: all by mouse and keyboard."""
    visit(page, demo.base_url)
    expect(page.get_by_test_id("welcome")).to_contain_text("/certinc open api.example.com")
    picture(page, "1-welcome")

    composer(page).press_sequentially("/certinc ")
    expect(completion(page).get_by_role("option").filter(has_text="diagnose")).to_contain_text(
        "[HOST[:PORT]]"
    )
    write(page, "/certinc open api.example.com customers see TLS errors")
    expect(message(page, "Opening an incident")).to_contain_text("Only visible to you")
    message(page, "is in #inc-").get_by_role("button", name=re.compile("inc-")).click()
    expect(message(page, "expired on all 3 addresses")).to_be_visible()
    expect(message(page, "First five minutes")).to_contain_text("very likely")
    picture(page, "2-suggestion")

    become(page, "Casey Morgan")
    channel_item(page, re.compile("inc-")).click()
    message(page, "Commander").get_by_role("button", name="Take command").click()
    expect(message(page, "Commander").get_by_role("button", name="Take command")).to_have_count(0)
    message(page, "First five minutes").get_by_role("button", name="Confirm", exact=True).click()
    runbook = message(page, re.compile("Runbook · Expired in production"))
    expect(runbook).to_contain_text("0 of 6 steps done")
    runbook.get_by_role("checkbox").first.check()
    expect(runbook).to_contain_text("1 of 6 steps done")
    picture(page, "3-runbook")

    page.get_by_role("button", name=re.compile("clock on by 30")).click()
    message(page, "the status update is due").get_by_role("button", name="Post update").click()
    form = modal(page)
    form.get_by_label("What users see").fill("TLS errors in every browser.")
    form.get_by_label("Impact").click()
    page.get_by_role("option", name="Customers cannot use the service").click()
    picture(page, "4-update")
    page.get_by_test_id("modal-submit").click()
    expect(form).not_to_be_visible()
    expect(message(page, "TLS errors in every browser.")).to_contain_text("Customers cannot use the service")
    expect(stream(page).get_by_text("the status update is due")).to_have_count(0)

    write(page, "/certinc close")
    form.get_by_label("Alert when a renewal fails or does not run").check()
    form.get_by_label("Why did it get this far?").fill("Nobody was told.")
    picture(page, "5-close")
    page.get_by_test_id("modal-submit").click()
    review = message(page, re.compile("Review · api.example.com"))
    expect(review).to_contain_text("PIR-1")
    expect(review).to_contain_text("1 of 5 questions answered")
    picture(page, "6-review")


def test_an_error_stands_beside_its_field(demo: Demo, page: Page) -> None:
    """A form that cannot be sent stays open with all that was typed."""
    visit(page, demo.base_url)
    write(page, "/certinc open")
    form = modal(page)
    form.get_by_label("What is affected?").fill("no host at all")
    form.get_by_label("What is seen, by whom, since when?").fill("It broke.")
    page.get_by_test_id("modal-submit").click()
    expect(form).to_contain_text("holds a space")
    expect(form.get_by_label("What is seen, by whom, since when?")).to_have_value("It broke.")
    picture(page, "7-error")


def test_a_diagnosis_shows_its_certificates(demo: Demo, page: Page) -> None:
    """The files in its thread can be read on the page."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    demo.message(channel, "diagnosis/1")
    visit(page, demo.base_url, channel)
    message(page, "expired on all 3 addresses").get_by_test_id("thread-link").click()
    previews = thread(page).get_by_test_id("file-preview")
    expect(previews).to_have_count(2)
    expect(previews.first).to_contain_text("BEGIN CERTIFICATE")


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
    visit(page, demo.base_url, channel, user="commander")
    card = message(page, "Reported:")
    expect(card).to_contain_text("<img src=x onerror=alert(1)>")
    expect(card).to_contain_text("<!channel>")
    expect(card).to_contain_text("U+202Eevil")
    assert page.locator("[data-testid=stream] img[src=x]").count() == 0
    assert page.get_by_role("link", name="bank").count() == 0


def test_an_incident_at_phone_width(demo: Demo, page: Page) -> None:
    """Nothing of it is wider than the screen."""
    demo.command("responder", "open api.example.com")
    channel = demo.incident_channel()
    demo.click("commander", channel, "suggestion", "confirm_category")
    demo.message(channel, "runbook")
    page.set_viewport_size(PHONE)
    visit(page, demo.base_url, channel, user="commander")
    expect(message(page, re.compile("Runbook · Expired in production"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "8-phone")


def test_an_endpoint_is_mended_from_the_page(demo: Demo, page: Page) -> None:
    """Its state is chosen in the bar at the top; the next connection shows it, and so does the panel."""
    visit(page, demo.base_url)
    page.get_by_test_id("endpoints-button").click()
    panel = page.get_by_test_id("endpoints-panel")
    panel.get_by_label("Show only").fill("mail")
    expect(panel.get_by_test_id("endpoint-state").locator("visible=true")).to_have_count(1)
    panel.get_by_label("State of mail.example.com:587").select_option("renewed")
    expect(page.get_by_text("mail.example.com:587 is mended.")).to_be_visible()
    picture(page, "endpoints")
    assert demo.get("endpoints/mail-expired")["endpoint"]["state"] == "renewed"
    panel.get_by_role("button", name="mail.example.com:587").click()
    expect(composer(page)).to_have_value("/certinc open mail.example.com:587")
    page.get_by_test_id("endpoints-button").click()
    expect(page.get_by_label("State of mail.example.com:587")).to_have_value("renewed")
