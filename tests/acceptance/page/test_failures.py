"""What failed is told: in a toast, in a line, and without losing what was typed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.conftest import Console
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import composer, modal, picture, toast, visit, write

pytestmark = pytest.mark.browser


def test_a_command_without_an_app(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """Slack's own words; the command comes back into the composer; the bar says that the app is not there."""
    console.expect_refusal(503)
    visit(page, workspace.base_url)
    expect(page.get_by_test_id("app-status")).to_contain_text("tryout is not connected")
    write(page, "/try it")
    expect(toast(page, '/try failed with the error "dispatch_failed"')).to_be_visible()
    expect(composer(page)).to_have_value("/try it")
    picture(page, "toast")


def test_a_click_without_an_app(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """The button stops waiting and a toast says why."""
    console.expect_refusal(503)
    channel = workspace.channel()
    workspace.post(channel, blocks=[{"type": "actions", "elements": [samples.button("Press", "press")]}])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Press").click()
    expect(toast(page, "That did not work. Please try again (dispatch_failed).")).to_have_count(1)
    expect(page.get_by_role("button", name="Press")).not_to_have_attribute("aria-busy", "true")


def test_a_command_that_does_not_exist(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """The page names it."""
    console.expect_refusal(404)
    visit(page, workspace.base_url)
    write(page, "/nothing here")
    expect(toast(page, "/nothing is not a valid command.")).to_be_visible()


def test_a_form_that_the_app_cannot_take(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """The form stays with what was typed, and says at its top that there was trouble."""
    console.expect_refusal(502)
    field = {"type": "plain_text_input", "action_id": "input"}
    block: Json = {"type": "input", "block_id": "name", "label": samples.plain("Name"), "element": field}
    view = {
        "type": "modal",
        "title": samples.plain("Try"),
        "submit": samples.plain("Send"),
        "blocks": [block],
    }

    def answer(payload: Json) -> Json | None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=view)
        bad = {"response_action": "errors", "errors": {"no_such_block": "x"}}
        return bad if payload.get("type") == "view_submission" else None

    with AnsweringApp(workspace) as app:
        app.answer = answer
        visit(page, workspace.base_url)
        write(page, "/try")
        modal(page).get_by_label("Name").fill("kept")
        page.get_by_test_id("modal-submit").click()
        expect(modal(page).get_by_role("alert")).to_contain_text("We had some trouble connecting.")
    expect(modal(page).get_by_label("Name")).to_have_value("kept")
    workspace.close_views("responder")


def test_a_toast_is_dismissed(workspace: ServedWorkspace, page: Page, console: Console) -> None:
    """By its button; the same one is not shown twice."""
    console.expect_refusal(404)
    visit(page, workspace.base_url)
    for _ in range(2):
        write(page, "/nothing")
        expect(toast(page, "not a valid command")).to_have_count(1)
        composer(page).fill("")
    toast(page, "not a valid command").get_by_role("button", name="Dismiss").click()
    expect(page.get_by_test_id("toast")).to_have_count(0)


def test_the_app_comes_and_goes(workspace: ServedWorkspace, page: Page) -> None:
    """The bar follows."""
    visit(page, workspace.base_url)
    with AnsweringApp(workspace):
        expect(page.get_by_test_id("app-status")).to_contain_text(re.compile("tryout is connected"))
    expect(page.get_by_test_id("app-status")).to_contain_text("tryout is not connected")


def test_a_message_that_is_refused_comes_back(
    workspace: ServedWorkspace, page: Page, console: Console
) -> None:
    """Into the composer, to be sent again or kept."""
    console.expect_refusal(409)
    channel = workspace.channel()
    visit(page, workspace.base_url, channel)
    refusal = {"ok": False, "error": "is_archived", "message": "#here is archived."}
    page.route("**/sandbox/messages", lambda route: route.fulfill(status=409, json=refusal))
    write(page, "too late")
    expect(toast(page, "#here is archived.")).to_be_visible()
    expect(composer(page)).to_have_value("too late")


def test_a_workspace_that_stops(tmp_path: Path, page: Page, console: Console) -> None:
    """A line says that it does not answer."""
    console.expect(r"^Failed to load resource: net::ERR_")
    served = ServedWorkspace(tmp_path)
    served.start()
    visit(page, served.base_url)
    served.stop()
    expect(page.get_by_text("The workspace does not answer. Trying again…")).to_be_visible()
