"""Modals: filled in, refused with errors beside the fields, stacked, closed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import message, modal, picture, visit, write

pytestmark = pytest.mark.browser


def _field(name: str, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": name.lower(),
        "label": samples.plain(name),
        "element": {"type": "plain_text_input", "action_id": "input"} | element,
    }


def _view(title: str, *blocks: Json, **more: Any) -> Json:
    shown = {
        "type": "modal",
        "title": samples.plain(title),
        "submit": samples.plain("Send"),
        "blocks": list(blocks),
    }
    return shown | more


def _open(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page, view: Json, answer: Json | None = None
) -> None:
    """Open the page, give a command that opens ``view``, and let its submission be answered with ``answer``."""

    def reply(payload: Json) -> Json | None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=view)
        return answer if payload.get("type") == "view_submission" else None

    app.answer = reply
    visit(page, workspace.base_url)
    write(page, "/try")
    expect(modal(page)).to_be_visible()


def test_every_input_of_a_modal(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Each can be filled in, and the app gets what was entered in Slack's form."""
    _open(workspace, app, page, samples.form("Fill"))
    form = modal(page)
    expect(form.get_by_test_id("input-block")).to_have_count(len(samples.inputs("Fill")))
    picture(page, "form")
    field = form.get_by_test_id("input-block")
    field.nth(0).get_by_role("textbox").fill("one line")
    field.nth(1).get_by_role("textbox").fill("two\nlines")
    field.nth(2).get_by_role("textbox").fill("robin@example.com")
    field.nth(3).get_by_role("textbox").fill("https://example.com")
    field.nth(4).get_by_role("textbox").fill("42")
    field.nth(5).get_by_role("textbox").fill("rich")
    field.nth(8).locator("input").fill("2026-12-01")
    field.nth(10).get_by_role("checkbox").check()
    field.nth(11).get_by_role("radio", name="Other").check()
    for index, choice in (
        (13, "Other"),
        (12, "Fill"),
        (16, "Casey Morgan"),
        (18, "general"),
        (20, "incidents"),
    ):
        field.nth(index).locator(".picker-button").click()
        page.get_by_role("option", name=choice).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    values = app.received(type="view_submission")["view"]["state"]["values"]
    state = {block_id.rpartition("_")[0]: entered["input"] for block_id, entered in values.items()}
    assert values["plain_text_input_0"]["input"]["value"] == "one line"
    assert values["plain_text_input_1"]["input"]["value"] == "two\nlines"
    assert state["number_input"]["value"] == "42"
    assert state["datepicker"]["selected_date"] == "2026-12-01"
    assert state["radio_buttons"]["selected_option"]["value"] == "2"
    assert state["multi_static_select"]["selected_options"][0]["value"] == "2"
    assert state["users_select"]["selected_user"] == workspace.person("commander")
    assert state["rich_text_input"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "rich"


def test_a_required_field_left_empty(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Its error stands beside it and has the focus; the app is not asked, and nothing typed is lost."""
    _open(workspace, app, page, _view("Two", _field("Name"), _field("Why")))
    modal(page).get_by_label("Name").fill("a name")
    page.get_by_test_id("modal-submit").click()
    why = modal(page).get_by_label("Why")
    expect(modal(page).get_by_test_id("input-block").nth(1)).to_contain_text(
        "Please complete this required field."
    )
    expect(why).to_have_attribute("aria-invalid", "true")
    expect(why).to_be_focused()
    expect(why).to_have_accessible_description("Please complete this required field.")
    expect(modal(page).get_by_label("Name")).to_have_value("a name")
    assert app.count(type="view_submission") == 0
    picture(page, "modal-error")


def test_errors_of_the_app(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """They stand beside their fields and go when the form is accepted."""
    errors = {"response_action": "errors", "errors": {"name": "That name is taken."}}
    _open(workspace, app, page, _view("One", _field("Name")), errors)
    modal(page).get_by_label("Name").fill("taken")
    page.get_by_test_id("modal-submit").click()
    expect(modal(page).get_by_test_id("input-block")).to_contain_text("That name is taken.")
    app.answer = lambda _: None
    modal(page).get_by_label("Name").fill("free")
    page.get_by_test_id("modal-submit").click()
    expect(modal(page)).to_be_hidden()


def test_views_are_stacked(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A pushed view has a way back to the one under it, which keeps what was entered."""
    pushed = {"response_action": "push", "view": _view("Second", _field("More"))}
    _open(workspace, app, page, _view("First", _field("Name")), pushed)
    modal(page).get_by_label("Name").fill("kept")
    page.get_by_test_id("modal-submit").click()
    expect(modal(page).get_by_role("heading", name="Second")).to_be_visible()
    modal(page).get_by_role("button", name="Back").click()
    expect(modal(page).get_by_role("heading", name="First")).to_be_visible()
    expect(modal(page).get_by_label("Name")).to_have_value("kept")


def test_a_view_is_replaced(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """The answer ``update`` puts another one in its place, one without anything to send."""
    done = {"type": "modal", "title": samples.plain("Done"), "blocks": [samples.rich("Thank you")]}
    _open(workspace, app, page, _view("Ask", _field("Name")), {"response_action": "update", "view": done})
    modal(page).get_by_label("Name").fill("x")
    page.get_by_test_id("modal-submit").click()
    expect(modal(page)).to_contain_text("Thank you")
    expect(page.get_by_test_id("modal-submit")).to_be_hidden()


def test_a_view_changes_while_somebody_fills_it_in(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """An action in the modal leads to ``views.update``; the focus and what was typed stay."""
    kinds = [samples.option("Small"), samples.option("Large")]
    select = {"type": "static_select", "action_id": "kind", "options": kinds}
    section: Json = {
        "type": "section",
        "block_id": "kind",
        "text": samples.plain("Kind"),
        "accessory": select,
    }
    view = _view("Order", _field("Name"), section)
    _open(workspace, app, page, view)
    opened = workspace.read("views", user="responder")["views"][0]

    def answer(payload: Json) -> None:
        if payload.get("type") == "block_actions":
            wider = view | {"blocks": [*view["blocks"], _field("Reason")]}
            workspace.api("views.update", view_id=opened["id"], view=wider)

    app.answer = answer
    modal(page).get_by_label("Name").fill("half")
    modal(page).get_by_role("button", name="Kind").click()
    page.get_by_role("option", name="Large").click()
    expect(modal(page).get_by_label("Reason")).to_be_visible()
    expect(modal(page).get_by_label("Name")).to_have_value("half")
    expect(modal(page).get_by_role("button", name="Kind")).to_have_text("Large")
    expect(modal(page).get_by_role("button", name="Kind")).to_be_focused()


def test_closing_tells_the_app(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Escape closes, and an app that wants to know is told."""
    _open(workspace, app, page, _view("Close me", _field("Name"), notify_on_close=True))
    page.keyboard.press("Escape")
    expect(modal(page)).to_be_hidden()
    assert app.received(type="view_closed")["is_cleared"] is False


def test_enter_in_a_field_does_not_send(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A half-filled form is not sent by a slip of the hand."""
    _open(workspace, app, page, _view("Two", _field("Name"), _field("Why")))
    modal(page).get_by_label("Name").press("Enter")
    expect(modal(page).locator("[aria-invalid]")).to_have_count(0)
    assert app.count(type="view_submission") == 0


def test_a_field_that_dispatches(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Enter in it tells the app at once."""
    _open(workspace, app, page, _view("Search", _field("Host") | {"dispatch_action": True}))
    modal(page).get_by_label("Host").fill("api")
    modal(page).get_by_label("Host").press("Enter")
    assert app.received(action_id="input")["actions"][0]["value"] == "api"


def test_a_form_that_leads_to_a_message(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """What the app posts on a submission appears behind the closing modal."""
    channel = workspace.channel()

    def answer(payload: Json) -> None:
        if payload.get("command"):
            workspace.api("views.open", trigger_id=payload["trigger_id"], view=_view("Say", _field("Words")))
        elif payload.get("type") == "view_submission":
            workspace.post(channel, payload["view"]["state"]["values"]["words"]["input"]["value"])

    app.answer = answer
    visit(page, workspace.base_url, channel)
    write(page, "/try")
    modal(page).get_by_label("Words").fill("posted by the app")
    page.get_by_test_id("modal-submit").click()
    expect(message(page, "posted by the app")).to_be_visible()
