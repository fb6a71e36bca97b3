"""Every interactive element can be used, and tells the app what was done with it."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import message, picture, toast, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def channel(workspace: ServedWorkspace) -> str:
    """A channel with every element of an actions block, each in a block of its own."""
    made = workspace.channel()
    elements = samples.acting_elements("Choose")
    blocks: list[Json] = [{"type": "actions", "elements": [element]} for element in elements]
    workspace.post(made, "elements", blocks=blocks)
    return made


@pytest.fixture
def shown(workspace: ServedWorkspace, page: Page, channel: str) -> Page:
    """The page at that channel."""
    visit(page, workspace.base_url, channel)
    return page


def _value(app: AnsweringApp, action_id: str) -> Json:
    action: Json = app.received(action_id=action_id)["actions"][0]
    return action


def test_every_element_is_shown(shown: Page) -> None:
    """None is missing without a word."""
    expect(shown.locator(".block-actions")).to_have_count(len(samples.acting_elements("Choose")))
    assert shown.locator(".block-actions:empty").count() == 0
    expect(shown.get_by_test_id("missing-element")).to_contain_text("The app offers these choices itself")
    picture(shown, "elements")


def test_a_button(shown: Page, app: AnsweringApp) -> None:
    """It sends its value."""
    shown.get_by_role("button", name="Choose", exact=True).first.click()
    assert _value(app, "press")["value"] == "1"


def test_a_button_asks_before_it_acts(shown: Page, app: AnsweringApp) -> None:
    """The app hears of a click with a confirm dialog only when it was confirmed."""
    shown.get_by_role("button", name="Sure?").click()
    dialog = shown.get_by_test_id("confirm")
    picture(shown, "confirm")
    dialog.get_by_role("button", name="No").click()
    expect(dialog).to_have_count(0)
    shown.get_by_role("button", name="Sure?").click()
    dialog.get_by_role("button", name="Yes").click()
    _value(app, "ask")
    assert app.count(action_id="ask") == 1


def test_an_overflow_menu(shown: Page, app: AnsweringApp) -> None:
    """It opens with its options, and sends the one chosen."""
    shown.locator('[data-action-id="overflow"]').click()
    shown.get_by_role("menuitem", name="Other").click()
    assert _value(app, "overflow")["selected_option"]["value"] == "2"


def test_select_menus(shown: Page, app: AnsweringApp) -> None:
    """Each shows what can be chosen, and then what was."""
    for action_id, label, choice, field in (
        ("static", "Choose", "Choose", "selected_option"),
        ("user", "A person", "Casey Morgan", "selected_user"),
        ("conversation", "A conversation", "general", "selected_conversation"),
        ("channel", "A channel", "incidents", "selected_channel"),
    ):
        select = shown.locator(f'[data-action-id="{action_id}"]')
        expect(select).to_have_text(label)
        select.click()
        shown.get_by_role("option", name=choice).click()
        expect(select).to_have_text(choice)
        assert _value(app, action_id)[field]


def test_a_long_list_can_be_filtered(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """By any part of a name; a word that nothing has says so."""
    options = [samples.option(f"Number {number}") for number in range(20)]
    select = {"type": "static_select", "action_id": "many", "options": options}
    channel = workspace.channel()
    workspace.post(channel, blocks=[{"type": "actions", "elements": [select]}])
    visit(page, workspace.base_url, channel)
    page.locator('[data-action-id="many"]').click()
    words = page.get_by_role("combobox", name="Filter the choices")
    words.fill("zzz")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()
    words.fill("er 17")
    words.press("Enter")
    assert _value(app, "many")["selected_option"]["value"] == "Number 17"


def test_a_choice_that_is_not_confirmed_is_taken_back(workspace: ServedWorkspace, page: Page) -> None:
    """The menu shows again what it showed before."""
    confirm = samples.confirmation("Really?")
    options = [samples.option("First"), samples.option("Second")]
    select = {"type": "static_select", "action_id": "s", "options": options, "initial_option": options[0]}
    channel = workspace.channel()
    workspace.post(channel, blocks=[{"type": "actions", "elements": [select | {"confirm": confirm}]}])
    visit(page, workspace.base_url, channel)
    page.locator('[data-action-id="s"]').click()
    page.get_by_role("option", name="Second").click()
    page.get_by_test_id("confirm").get_by_role("button", name="No").click()
    expect(page.locator('[data-action-id="s"]')).to_have_text("First")


def test_several_can_be_chosen(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A multi-select stays open, and stops at ``max_selected_items``."""
    options = [samples.option(name) for name in ("Red", "Green", "Blue")]
    select = {"type": "multi_static_select", "action_id": "m", "options": options, "max_selected_items": 2}
    channel = workspace.channel()
    section = {"type": "section", "text": samples.plain("Colours"), "accessory": select}
    workspace.post(channel, blocks=[section])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Colours").click()
    for name in ("Red", "Green", "Blue"):
        page.get_by_role("option", name=name).click()
    expect(page.get_by_role("option", selected=True)).to_have_text(["Red", "Green"])
    assert _value(app, "m")["selected_options"][0]["value"] == "Red"


def test_dates_and_times(shown: Page, app: AnsweringApp) -> None:
    """Days, times of day, and moments in the reader's zone."""
    expect(shown.locator('[data-action-id="date"]')).to_have_value("2026-11-24")
    expect(shown.locator('[data-action-id="moment"]')).to_have_value("2026-11-24T15:00")
    shown.locator('[data-action-id="date"]').fill("2026-12-01")
    assert _value(app, "date")["selected_date"] == "2026-12-01"
    shown.locator('[data-action-id="time"]').fill("08:30")
    assert _value(app, "time")["selected_time"] == "08:30"
    shown.locator('[data-action-id="moment"]').fill("2026-11-24T16:00")
    assert _value(app, "moment")["selected_date_time"] == 1795532400


def test_checkboxes_and_radio_buttons(shown: Page, app: AnsweringApp) -> None:
    """They send what is ticked."""
    shown.get_by_role("checkbox", name="Other").check()
    assert [each["value"] for each in _value(app, "boxes")["selected_options"]] == ["2"]
    shown.get_by_role("radio", name="Choose").check()
    assert _value(app, "radios")["selected_option"]["value"] == "1"


def test_a_link_button_opens_its_address(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """Beside the page; and the app hears of the click, as in Slack."""
    address = f"{workspace.base_url}/?elsewhere"
    channel = workspace.channel()
    link = samples.button("Open", "open", url=address)
    workspace.post(channel, blocks=[{"type": "actions", "elements": [link]}])
    visit(page, workspace.base_url, channel)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open").click()
    popup.value.close()
    assert _value(app, "open")["url"] == address


@pytest.mark.usefixtures("app")
def test_what_was_entered_stays_until_the_block_changes(workspace: ServedWorkspace, page: Page) -> None:
    """A tick survives an update with the same block id and is gone with a new one, as in Slack's client."""
    boxes = {"type": "checkboxes", "action_id": "b", "options": [samples.option("Done")]}
    channel = workspace.channel()
    first = [{"type": "actions", "block_id": "same", "elements": [boxes]}]
    ts = workspace.post(channel, "boxes", blocks=first)
    visit(page, workspace.base_url, channel)
    page.get_by_role("checkbox", name="Done").check()
    for block_id, ticked in (("same", True), ("new", False)):
        header = {"type": "header", "text": samples.plain(f"With {block_id}")}
        blocks = [header, {"type": "actions", "block_id": block_id, "elements": [boxes]}]
        workspace.api("chat.update", channel=channel, ts=ts, text="boxes", blocks=blocks)
        expect(message(page, f"With {block_id}")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Done")).to_be_checked(checked=ticked)


def test_a_click_waits_for_the_app(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """A second click on a button that waits sends nothing."""
    channel = workspace.channel()
    workspace.post(channel, blocks=[{"type": "actions", "elements": [samples.button("Once", "once")]}])
    visit(page, workspace.base_url, channel)
    page.get_by_role("button", name="Once").dblclick()
    _value(app, "once")
    expect(page.get_by_role("button", name="Once")).not_to_have_attribute("aria-busy", "true")
    assert app.count(action_id="once") == 1
    expect(toast(page, "did not work")).to_have_count(0)
