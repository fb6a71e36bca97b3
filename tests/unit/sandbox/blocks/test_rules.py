"""Rules that are no sizes: where a block may stand, what must differ, and what goes together."""

import pytest

from bot.sandbox.blocks import check_view
from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.sizes import with_value
from tests.unit.sandbox.blocks.verdicts import checked

_EVERYWHERE = {
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
} | {"video"}
ALLOWED = {
    "message": _EVERYWHERE
    | {"carousel", "container", "context_actions", "data_table", "data_visualization", "file", "markdown"}
    | {"plan", "table", "task_card"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"carousel", "data_table"},
}
_CHOICES = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_SINGLE = {f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")}
_MANY = {f"multi_{kind}" for kind in _SINGLE}
PLACES = {
    "section": {"button", "image", "overflow", "workflow_button"} | _CHOICES | _SINGLE | _MANY,
    "actions": {"button", "overflow", "workflow_button", "datetimepicker"} | _CHOICES | _SINGLE,
    "context": {"image"},
    "input": _CHOICES
    | _SINGLE
    | _MANY
    | {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
    | {"file_input", "datetimepicker"},
}
_PATHS = {
    "section": "/accessory",
    "actions": "/elements/0",
    "context": "/elements/0",
    "input": "/element",
}
_KINDS = sorted({str(samples.block(name)["type"]): name for name in samples.NAMES}.values())


def _pointers(document: JsonObject) -> set[str]:
    return {issue.pointer for issue in checked(document)}


@pytest.mark.parametrize("surface", ALLOWED)
@pytest.mark.parametrize("name", _KINDS)
def test_a_block_stands_only_where_it_may(surface: str, name: str) -> None:
    """Slack, "Blocks": each page names the surfaces."""
    block = samples.block(name)
    if block["type"] == "input":
        block = samples.block("input")
    at = "/blocks/0/type" if surface == "message" else "/view/blocks/0/type"
    expected = set() if block["type"] in ALLOWED[surface] else {at}
    assert _pointers(samples.document(surface, block)) == expected


@pytest.mark.parametrize("holder", PLACES)
@pytest.mark.parametrize("kind", samples.ELEMENTS)
def test_an_element_stands_only_where_it_may(holder: str, kind: str) -> None:
    """Slack, "Block elements": each page names the blocks. Checked in a modal, which has every element."""
    block = with_value(samples.block(holder), _PATHS[holder], samples.ELEMENTS[kind])
    if holder == "input":
        block = with_value(block, "/dispatch_action", False)
    expected = set() if kind in PLACES[holder] else {f"/view/blocks/0{_PATHS[holder]}/type"}
    assert _pointers(samples.document("modal", block)) == expected


def _container(*children: JsonObject) -> JsonObject:
    return {**samples.block("container"), "child_blocks": list(children)}


def _two_cards(first: str, second: str) -> JsonObject:
    carousel = samples.block("carousel")
    (card,) = carousel["elements"]
    return carousel | {"elements": [{**card, "block_id": first}, {**card, "block_id": second}]}


@pytest.mark.parametrize(
    ("blocks", "pointers"),
    [
        ([samples.block("divider"), samples.block("divider")], {"/blocks/1/block_id"}),
        (
            [samples.block("divider"), _container(samples.block("divider"))],
            {"/blocks/1/child_blocks/0/block_id"},
        ),
        ([_two_cards("same", "same")], {"/blocks/0/elements/1/block_id"}),
        ([_two_cards("one", "two")], set()),
        ([{"type": "divider"}, {"type": "divider"}], set()),
    ],
    ids=["side by side", "in a container", "in a carousel", "that differ", "without any"],
)
def test_block_ids_are_unique_in_a_message(blocks: list[JsonObject], pointers: set[str]) -> None:
    """Those of blocks in blocks too; the second one is told."""
    assert _pointers(samples.document("message", *blocks)) == pointers


_BUTTON = samples.ELEMENTS["button"]


@pytest.mark.parametrize(
    ("block", "pointers"),
    [
        (samples.block("actions") | {"elements": [_BUTTON, _BUTTON]}, {"/blocks/0/elements/1/action_id"}),
        (samples.block("card") | {"actions": [_BUTTON, _BUTTON]}, {"/blocks/0/actions/1/action_id"}),
        (
            _container(samples.block("actions") | {"elements": [_BUTTON, _BUTTON]}),
            {"/blocks/0/child_blocks/0/elements/1/action_id"},
        ),
        (_two_cards("one", "two"), set()),
    ],
    ids=["in a row", "on a card", "in a container", "on two cards"],
)
def test_action_ids_are_unique_in_a_block(block: JsonObject, pointers: set[str]) -> None:
    """Two blocks may have the same ones; the second in a block is told."""
    assert _pointers(samples.document("message", block)) == pointers


@pytest.mark.parametrize("surface", ALLOWED)
@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False)])
def test_one_element_has_the_focus(surface: str, *, first: bool, second: bool) -> None:
    """``focus_on_load`` is for one element of a surface."""
    blocks = [
        with_value(samples.block("input"), "/element/focus_on_load", wanted) | {"block_id": name}
        for name, wanted in (("a", first), ("b", second))
    ]
    at = "/blocks" if surface == "message" else "/view/blocks"
    assert _pointers(samples.document(surface, *blocks)) == ({at} if second else set())


def test_a_modal_with_an_input_has_submit() -> None:
    """Slack's words and place: at the first input. Without inputs a modal needs none, and a Home tab never."""
    view = samples.document("modal", samples.block("divider"), samples.block("input"))
    del view["submit"]
    (issue,) = checked(view)
    assert str(issue) == (
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    )
    assert checked(view | {"blocks": [samples.block("divider")]}) == []
    assert checked(samples.document("home", samples.block("input"))) == []


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons", "multi_static_select", "checkboxes"])
def test_what_is_chosen_beforehand_is_an_option(kind: str) -> None:
    """Exactly, with its text and description."""
    block = samples.block(f"input:{kind}")
    field = "initial_option" if "initial_option" in block["element"] else "initial_options"
    other = samples.option() | {"text": samples.plain("other words")}
    wrong = with_value(block, f"/element/{field}", other if field == "initial_option" else [other])
    assert _pointers(samples.document("message", wrong)) == {f"/blocks/0/element/{field}"}


def test_what_is_chosen_beforehand_may_be_in_a_group() -> None:
    """And what is in none is refused."""
    block = samples.block("accessory:grouped")
    inside = with_value(block, "/accessory/initial_option", samples.option())
    outside = with_value(block, "/accessory/initial_option", samples.option("v9"))
    assert checked(samples.document("message", inside)) == []
    assert _pointers(samples.document("message", outside)) == {"/blocks/0/accessory/initial_option"}


@pytest.mark.parametrize(
    ("name", "path", "options"),
    [
        ("input:static_select", "/element", [samples.option(), samples.option()]),
        ("input:checkboxes", "/element", [samples.option(), samples.option()]),
        ("accessory:overflow", "/accessory", [samples.option(), samples.option()]),
    ],
)
def test_options_differ_in_value(name: str, path: str, options: list[JsonObject]) -> None:
    """Slack, "Option object": the value is unique."""
    block = with_value(samples.block(name), f"{path}/options", options)
    assert _pointers(samples.document("message", block)) == {f"/blocks/0{path}"}


_MISMATCHES: list[tuple[str, list[tuple[str, object]], str]] = [
    ("section", [("/text", None), ("/fields", None)], "/type"),
    ("image", [("/slack_file", {"id": "F0000000001"})], ""),
    ("image", [("/image_url", None)], ""),
    ("stored_image", [("/slack_file/url", "https://example.com")], "/slack_file"),
    ("accessory:grouped", [("/accessory/options", [samples.option("v2")])], "/accessory"),
    ("accessory:grouped", [("/accessory/option_groups", None)], "/accessory"),
    ("card", [("/slack_icon", {"type": "icon", "name": "rocket"})], ""),
    ("card", [("/icon", None), ("/slack_icon", {"type": "icon", "name": "no-such"})], "/slack_icon/name"),
    ("card", [("/hero_image", None), ("/title", None), ("/actions", None), ("/body", None)], ""),
    ("container", [("/title", None), ("/rich_text_title", None)], ""),
    ("container", [("/is_collapsible", False)], ""),
    ("container", [("/has_header_divider", True)], ""),
    ("container", [("/child_blocks/0", {"type": "card", "title": samples.plain()})], "/child_blocks/0/type"),
    ("task_card", [("/status", "pending")], "/status"),
    ("plan", [("/tasks/0/status", "waiting")], "/tasks/0/status"),
    ("plan", [("/tasks", [{"task_id": "t", "title": "a", "status": "error"}] * 2)], "/tasks"),
    ("table", [("/rows", [[{"type": "raw_text", "text": "a"}] * n for n in (1, 2)])], "/rows"),
    ("data_table", [("/rows/0/0", samples.rich_text())], "/rows/0/0/type"),
    ("bar", [("/chart/axis_config/categories", ["one", "two"])], "/chart/series/0/data"),
    ("bar", [("/chart/axis_config/categories", ["one", "one"])], "/chart/axis_config/categories"),
    (
        "bar",
        [("/chart/series", [{"name": "a", "data": [{"label": "one", "value": 1}]}] * 2)],
        "/chart/series",
    ),
    ("pie", [("/chart/segments/0/value", 0)], "/chart/segments/0/value"),
    ("pie", [("/chart/segments/0/value", float("nan"))], "/chart/segments/0/value"),
    ("input:plain_text_input", [("/element/min_length", 9), ("/element/max_length", 8)], "/element"),
    ("input:number_input", [("/element/min_value", "10"), ("/element/max_value", "9.5")], "/element"),
    ("input:datepicker", [("/element/initial_date", "2026-02-30")], "/element/initial_date"),
    ("input:timepicker", [("/element/initial_time", "24:00")], "/element/initial_time"),
    ("actions", [("/elements/0/agent_prompt", None)], "/elements/0"),
    ("input:rich_text_input", [("/element/action_id", None)], "/element"),
    ("header", [("/text", samples.mrkdwn())], "/text/type"),
    ("header", [("/colour", "red")], ""),
    ("divider", [("/type", "line")], "/type"),
]


@pytest.mark.parametrize(("name", "changes", "pointer"), _MISMATCHES)
def test_what_does_not_go_together(name: str, changes: list[tuple[str, object]], pointer: str) -> None:
    """One field too many, too few or at odds with another is told where it is."""
    block = samples.block(name)
    for path, value in changes:
        block = with_value(block, path, value)
    assert _pointers(samples.document("message", block)) == {f"/blocks/0{pointer}"}


def test_columns_of_a_table_may_be_skipped() -> None:
    """Slack, "Table block": null where a column has no settings."""
    block = with_value(samples.block("table"), "/column_settings", [None, {"align": "center"}])
    assert checked(samples.document("message", block)) == []


@pytest.mark.parametrize(
    ("name", "path", "total", "besides"),
    # The data table has 11 characters in its other cells.
    [("markdown", "/text", 12_000, 0), ("data_table", "/rows/0/0/text", 20_000, 11)],
)
def test_what_blocks_of_a_message_say_together(name: str, path: str, total: int, besides: int) -> None:
    """Each of two is within its limit; together they are just within it, and with one character more beyond."""
    text = "x" * (total // 2 - besides)
    half = with_value(samples.block(name), path, text) | {"block_id": "half"}
    assert checked(samples.document("message", half, half | {"block_id": "other"})) == []
    longer = with_value(half, path, f"{text}x") | {"block_id": "longer"}
    assert _pointers(samples.document("message", half, longer)) == {"/blocks"}


def test_tables_in_containers_are_counted() -> None:
    """One in a container and one beside it are two."""
    blocks = [samples.block("table") | {"block_id": "t2"}, _container(samples.block("table"))]
    (issue,) = checked(samples.document("message", *blocks))
    assert str(issue) == "only_one_table_allowed [json-pointer:/blocks]"


@pytest.mark.parametrize(
    ("view", "issue"),
    [
        ({}, "missing required field: type [json-pointer:/view]"),
        ({"type": "home", "blocks": []}, "unsupported type: home [json-pointer:/view/type]"),
        ([], "must be an object [json-pointer:/view]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        ({"type": "modal", "title": samples.plain()}, "missing required field: blocks [json-pointer:/view]"),
    ],
)
def test_views_that_are_none(view: object, issue: str) -> None:
    """Of no kind, of the other kind, or without what each has."""
    assert [str(each) for each in check_view(view, "modal")] == [issue]
