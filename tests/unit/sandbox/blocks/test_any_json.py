"""Whatever JSON comes as blocks or a view is judged, and what is accepted stays so when it is stored."""

from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.blocks import check_message, check_view, completed_blocks, completed_view
from bot.sandbox.blocks.nesting import every_block, interactive_elements
from bot.sandbox.blocks.surfaces import is_view_too_large
from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.strategies import changed_anywhere, documents
from tests.unit.sandbox.blocks.verdicts import checked

_KEYS = st.sampled_from(
    ["type", "text", "blocks", "elements", "element", "options", "value", "rows", "chart"]
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.sampled_from([*samples.ELEMENTS, "section", "plain_text", "modal", "home", "container", "table"])
)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_KEYS | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
_RUN = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@_RUN
@given(ANY_JSON)
def test_any_json_is_judged(value: object) -> None:
    """As blocks, as a modal and as a Home tab: issues come back, and nothing is raised."""
    for issue in [*check_message(value), *check_view(value, "modal"), *check_view(value, "home")]:
        assert issue.pointer.startswith("/")
        assert issue.message
    assert not is_view_too_large(value)


@_RUN
@given(st.data())
def test_any_json_within_a_block_is_judged(data: st.DataObject) -> None:
    """A valid document in which one part is whatever: what it was to be may be missing anywhere."""
    document = data.draw(changed_anywhere(documents(), ANY_JSON))
    for issue in checked(document):
        assert issue.as_error()["pointer"] == issue.pointer


@_RUN
@given(documents())
def test_what_is_accepted_is_accepted_when_it_is_completed(document: JsonObject) -> None:
    """Ids and defaults are added once; what the app sent is left as it was."""
    if checked(document):
        return
    before = deepcopy(document)
    once = _completed(document)
    assert document == before
    assert checked(once) == []
    assert _completed(once) == once
    for block in every_block(once["blocks"]):
        assert block["block_id"]
        assert all(element["action_id"] for element in interactive_elements(block))


def _completed(document: JsonObject) -> JsonObject:
    if document["type"] == "message":
        return {**document, "blocks": completed_blocks(document["blocks"])}
    return completed_view(document)


def test_completion_adds_what_slack_adds() -> None:
    """Ids, ``emoji`` and ``verbatim`` in every depth; nulls go."""
    card: JsonObject = {
        "type": "card",
        "title": {"type": "mrkdwn", "text": "t"},
        "subtitle": None,
        "actions": [{"type": "button", "text": {"type": "plain_text", "text": "b"}, "value": None}],
    }
    (carousel,) = completed_blocks([{"type": "carousel", "elements": [card]}])
    (done,) = carousel["elements"]
    assert carousel["block_id"] != done["block_id"]
    assert done["title"] == {"type": "mrkdwn", "text": "t", "verbatim": False}
    assert "subtitle" not in done
    (button,) = done["actions"]
    assert set(button) == {"type", "text", "action_id"}
    assert button["text"]["emoji"] is True
