"""Every block that the workspace accepts is shown on the page."""

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.blocks.data import DATA_BLOCKS
from bot.sandbox.blocks.groups import GROUPS
from bot.sandbox.blocks.layout import BLOCKS
from tests.acceptance.page import samples
from tests.acceptance.page.answering_app import AnsweringApp
from tests.acceptance.page.served_workspace import Json, ServedWorkspace
from tests.acceptance.page.visit import message, modal, picture, toast, visit, write

pytestmark = pytest.mark.browser

ON_MESSAGES = [*samples.shown_blocks("Words"), *samples.message_blocks("Words")]
ELSEWHERE = {"actions", "input", "alert"}
"""Blocks of which other tests are."""


def _show(workspace: ServedWorkspace, page: Page, *blocks: Json) -> None:
    channel = workspace.channel()
    workspace.post(channel, blocks=list(blocks))
    visit(page, workspace.base_url, channel)


def test_there_is_a_sample_of_every_block() -> None:
    """A block that the workspace learns to accept needs a way to be shown."""
    assert {block["type"] for block in ON_MESSAGES} | ELSEWHERE == {*BLOCKS, *DATA_BLOCKS, *GROUPS}


def test_every_block_of_a_message_is_shown(workspace: ServedWorkspace, page: Page) -> None:
    """Each of them shows its words; none is left out or called unknown."""
    _show(workspace, page, *ON_MESSAGES)
    shown = message(page, "Words").locator(".message-content > .blocks > *")
    expect(shown).to_have_count(len(ON_MESSAGES))
    for index, block in enumerate(ON_MESSAGES):
        if block["type"] != "divider" and block["type"] != "context_actions":
            expect(shown.nth(index)).to_contain_text("Words")
    expect(page.locator(".unsupported")).to_have_count(0)
    for index, block in enumerate(ON_MESSAGES):
        shown.nth(index).scroll_into_view_if_needed()
        picture(page, f"block-{block['type']}")


def test_mrkdwn(workspace: ServedWorkspace, page: Page) -> None:
    """Bold, italic, struck, code, quotes, lists, links, people, channels, groups and emoji."""
    channel = workspace.channel()
    group = workspace.read("usergroups")["usergroups"][0]["id"]
    text = (
        "*bold* _italic_ ~gone~ `code` snake_case_name &lt;tag&gt; :tada:\n> quoted\n• one\n• two\n"
        f"<https://example.com/x|a link> <@{workspace.person('commander')}> <#{channel}> <!here> <!subteam^{group}>\n"
        "```\nas *it* is\n```"
    )
    workspace.post(channel, text, blocks=[{"type": "section", "text": samples.mrkdwn(text)}])
    visit(page, workspace.base_url, channel)
    shown = message(page, "bold")
    for tag, words in (
        ("strong", "bold"),
        ("em", "italic"),
        ("del", "gone"),
        ("code", "code"),
        ("pre", "as *it* is"),
    ):
        expect(shown.locator(tag).filter(has_text=words).first).to_be_visible()
    expect(shown.locator("blockquote")).to_have_text("quoted")
    expect(shown.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(shown.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com/x")
    for mention in ("@Casey Morgan", "#room-", "@here", "@pki-oncall"):
        expect(shown.locator(".mention").filter(has_text=mention)).to_be_visible()
    expect(shown).to_contain_text("snake_case_name <tag>")
    expect(shown.get_by_role("img", name="tada")).to_be_visible()


def test_dates_are_written_for_the_reader(workspace: ServedWorkspace, page: Page) -> None:
    """In the reader's zone and clock; a date that cannot be read is its fallback."""
    channel = workspace.channel()
    date = "<!date^1700000000^{date_long} at {time}|14 Nov 2023, 22:13 UTC>"
    workspace.post(channel, f"Until {date}, or <!date^1700000000^{{nonsense}}|some day>")
    visit(page, workspace.base_url, channel)
    expect(message(page, "Until")).to_contain_text("Tuesday, November 14th, 2023 at 23:13, or some day")


def test_relative_dates_follow_the_clock(workspace: ServedWorkspace, page: Page) -> None:
    """``{ago}`` is written again when the workspace's present moves."""
    channel = workspace.channel()
    now = int(workspace.read("clock")["now_s"])
    workspace.post(channel, f"Seen <!date^{now}^{{ago}}|then>")
    visit(page, workspace.base_url, channel)
    expect(message(page, "Seen")).to_contain_text("just now")
    page.get_by_role("button", name="Move the clock on by 30 minutes").click()
    expect(message(page, "Seen")).to_contain_text("30 minutes ago")


def test_rich_text(workspace: ServedWorkspace, page: Page) -> None:
    """Styles, nested lists, quotes and code, people and groups, colours, links."""
    group = workspace.read("usergroups")["usergroups"][0]["id"]
    inline = [
        {"type": "text", "text": "marked", "style": {"highlight": True}},
        {"type": "text", "text": "under", "style": {"underline": True}},
        {"type": "usergroup", "usergroup_id": group},
        {"type": "user", "user_id": workspace.person("commander")},
        {"type": "color", "value": "#123a33"},
        {"type": "link", "url": "https://example.com/y"},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}
    numbered = {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": [item]}
    section = {"type": "rich_text_section", "elements": inline}
    _show(workspace, page, {"type": "rich_text", "elements": [section, numbered]})
    shown = message(page, "marked")
    expect(shown.locator("mark")).to_have_text("marked")
    expect(shown.locator("u")).to_have_text("under")
    expect(shown).to_contain_text("@pki-oncall@Casey Morgan#123a33")
    expect(shown.locator("ol")).to_have_attribute("start", "5")
    expect(shown.get_by_role("link", name="https://example.com/y")).to_be_visible()


def test_markdown(workspace: ServedWorkspace, page: Page) -> None:
    """Headings, tasks, tables, code and links of the markdown block."""
    text = "# Title\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n**bold** [l](https://e.com)"
    _show(workspace, page, {"type": "markdown", "text": text})
    shown = message(page, "Title")
    expect(shown.get_by_role("heading", name="Title")).to_be_visible()
    expect(shown.get_by_role("listitem")).to_have_text(["☑ done", "☐ open"])
    expect(shown.get_by_role("cell")).to_have_text(["1", "2"])
    expect(shown.locator("pre")).to_have_text("code")
    expect(shown.get_by_role("link", name="l")).to_be_visible()


def test_a_table_has_a_head_and_aligned_columns(workspace: ServedWorkspace, page: Page) -> None:
    """The first row is the head; a column is aligned as its settings say."""
    rows = [[{"type": "raw_text", "text": name} for name in row] for row in (("Host", "Days"), ("api", "3"))]
    settings = [{"is_wrapped": True}, {"align": "right"}]
    _show(workspace, page, {"type": "table", "rows": rows, "column_settings": settings})
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Host", "Days"])
    assert table.get_by_role("cell", name="3").evaluate("node => getComputedStyle(node).textAlign") == "right"


def test_a_data_table_is_read_page_by_page(workspace: ServedWorkspace, page: Page) -> None:
    """It says which rows are shown, and goes no further than there are rows."""
    rows = [
        [{"type": "raw_text", "text": "N"}],
        *([{"type": "raw_number", "value": n, "text": str(n)}] for n in range(1, 13)),
    ]
    _show(workspace, page, {"type": "data_table", "caption": "Numbers", "rows": rows, "page_size": 5})
    table = page.get_by_test_id("data-table")
    expect(table.get_by_role("group", name="Numbers")).to_be_visible()
    expect(table.get_by_role("cell")).to_have_text(["1", "2", "3", "4", "5"])
    further = table.get_by_role("button", name="Next")
    further.click()
    further.click()
    expect(table.get_by_role("status")).to_have_text("Rows 11 to 12 of 12")
    expect(table.get_by_role("cell")).to_have_text(["11", "12"])
    expect(further).to_be_disabled()
    table.get_by_role("button", name="Previous").click()
    expect(table.get_by_role("status")).to_have_text("Rows 6 to 10 of 12")


def test_charts_are_drawn_and_told(workspace: ServedWorkspace, page: Page) -> None:
    """A drawing with something for each figure, and the figures as a table."""
    kinds = ("bar", "line", "area", "pie")
    channel = workspace.channel()
    for kind in kinds:
        workspace.post(channel, blocks=[samples.chart(kind, f"Days left, {kind}", "April")])
    visit(page, workspace.base_url, channel)
    for kind, marks in zip(kinds, (4, 6, 4, 2), strict=True):
        shown = page.locator(f'[data-testid="chart"][data-kind="{kind}"]')
        drawing = shown.get_by_role("img", name=f"Days left, {kind}: {kind} chart")
        expect(drawing).to_be_visible()
        expect(drawing.locator("[data-series]")).to_have_count(marks)
        assert "NaN" not in str(drawing.evaluate("node => node.outerHTML"))
        shown.get_by_text("Show the figures").click()
        expect(shown.get_by_role("rowheader")).to_have_text(["April", "Other" if kind == "pie" else "May"])
    picture(page, "charts")


def test_a_container_can_be_folded(workspace: ServedWorkspace, page: Page) -> None:
    """It opens as the app says, and folds at its title."""
    child = {"type": "section", "text": samples.plain("Inside")}
    folded = {
        "type": "container",
        "title": samples.plain("Details"),
        "child_blocks": [child],
        "is_collapsible": True,
    }
    _show(workspace, page, folded | {"default_collapsed": True})
    inside = page.get_by_text("Inside")
    expect(inside).to_be_hidden()
    page.get_by_text("Details").click()
    expect(inside).to_be_visible()


def test_a_plan_says_how_far_each_task_is(workspace: ServedWorkspace, page: Page) -> None:
    """In words beside the symbol."""
    statuses = ("pending", "in_progress", "complete", "error")
    tasks = [{"task_id": status, "title": status, "status": status} for status in statuses]
    _show(workspace, page, {"type": "plan", "title": "Renewal", "tasks": tasks})
    said = page.get_by_test_id("plan").locator(".task-status")
    expect(said).to_have_text(["Pending", "In progress", "Done", "Failed"])


def test_feedback_and_icon_buttons_tell_the_app(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """Which of the two was pressed is in the value, and stays marked."""
    elements = [samples.feedback("Good"), samples.icon_button("Delete")]
    _show(workspace, page, {"type": "context_actions", "elements": elements})
    good = page.get_by_role("button", name="Good")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    (action,) = app.received(action_id="feedback")["actions"]
    assert (action["type"], action["value"]) == ("feedback_buttons", "good")
    page.get_by_role("button", name="Delete").click()
    (action,) = app.received(action_id="bin")["actions"]
    assert (action["type"], action["value"], action["icon"]) == ("icon_button", "7", "trash")


def test_an_icon_button_is_shown_to_whom_it_is_for(workspace: ServedWorkspace, page: Page) -> None:
    """``visible_to_user_ids`` names them."""
    only = samples.icon_button("Delete") | {"visible_to_user_ids": [workspace.person("commander")]}
    _show(workspace, page, {"type": "context_actions", "elements": [only, samples.feedback("Good")]})
    expect(page.get_by_role("button", name="Good")).to_be_visible()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)


def test_cards_and_carousels_have_working_buttons(
    workspace: ServedWorkspace, app: AnsweringApp, page: Page
) -> None:
    """A button of a card in a carousel tells the app its own block."""
    cards = [samples.card("First", "first"), samples.card("Second", "second")]
    _show(workspace, page, {"type": "carousel", "elements": cards})
    expect(page.get_by_role("group", name="Carousel, 2 cards").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Second").click()
    assert app.received(action_id="second")["type"] == "block_actions"


def test_pictures_from_elsewhere_are_not_fetched(workspace: ServedWorkspace, page: Page) -> None:
    """Nothing leaves the computer: a frame says what the picture shows, and leads to it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _show(workspace, page, {"type": "image", "image_url": samples.PICTURE, "alt_text": "A seal"})
    frame = page.get_by_test_id("image-block")
    expect(frame).to_contain_text("A seal")
    expect(frame.get_by_role("link", name="pictures.example.com")).to_have_attribute("href", samples.PICTURE)
    assert [url for url in asked if not url.startswith(workspace.base_url)] == []


def test_pictures_of_the_workspace_are_shown(workspace: ServedWorkspace, page: Page) -> None:
    """A ``slack_file`` is a file of this workspace."""
    channel = workspace.channel()
    file_id = workspace.share(channel, "dot.png", _PNG)
    workspace.post(channel, blocks=[{"type": "image", "slack_file": {"id": file_id}, "alt_text": "A dot"}])
    visit(page, workspace.base_url, channel)
    image = page.get_by_role("img", name="A dot")
    expect(image).to_be_visible()
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1


def test_a_workflow_button_says_that_it_does_nothing_here(workspace: ServedWorkspace, page: Page) -> None:
    """Slack would start a workflow; this workspace has none."""
    _show(workspace, page, {"type": "actions", "elements": [samples.workflow_button("Run it")]})
    page.get_by_role("button", name="Run it").click()
    expect(toast(page, "Workflows do not run")).to_be_visible()


def test_alerts_stand_in_modals(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """With their level as a colour and an icon."""
    view = {
        "type": "modal",
        "title": samples.plain("Look"),
        "blocks": [
            {"type": "alert", "level": level, "text": samples.plain(level)} for level in ("info", "error")
        ],
    }
    app.answer = lambda payload: _opened(workspace, payload, view)
    visit(page, workspace.base_url)
    write(page, "/try")
    expect(modal(page).get_by_role("note")).to_have_text(["info", "error"])
    picture(page, "alerts")


def test_attachments(workspace: ServedWorkspace, app: AnsweringApp, page: Page) -> None:
    """The older way to add to a message: title, text, fields, footer; and blocks, whose buttons work."""
    block = {"type": "actions", "elements": [samples.button("Press", "press")]}
    attachments = [
        {"color": "danger", "title": "Expired", "title_link": "https://example.com/z", "text": "*Three* hosts",
         "fields": [{"title": "Since", "value": "today", "short": True}], "footer": "A footer"},
        {"blocks": [block], "fallback": "Buttons"},
    ]  # fmt: skip
    channel = workspace.channel()
    workspace.post(channel, "Attached", attachments=attachments)
    visit(page, workspace.base_url, channel)
    first = page.get_by_test_id("attachment").first
    for words in ("Expired", "Three hosts", "Since", "today", "A footer"):
        expect(first).to_contain_text(words)
    page.get_by_role("button", name="Press").click()
    assert app.received(action_id="press")["actions"][0]["type"] == "button"


def _opened(workspace: ServedWorkspace, payload: Json, view: Json) -> None:
    if "trigger_id" in payload:
        workspace.api("views.open", trigger_id=payload["trigger_id"], view=view)


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000000"
    "0301010018dd8db00000000049454e44ae426082"
)
