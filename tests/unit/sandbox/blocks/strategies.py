"""Messages and views within and beyond the limits: valid blocks in which some parts are changed."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.limit import SURFACES
from tests.unit.sandbox.blocks.sizes import resized

_LENGTHS = (0, 1, 20, 24, 30, 50, 75, 100, 150, 200, 255, 300, 2000, 3000, 4000, 12_000)
_COUNTS = (0, 1, 2, 3, 5, 10, 12, 20, 25, 50, 100)
_NUMBERS = (-1, 0, 1, 2, 8, 9, 10, 11, 100, 101, 3000, 3001)
_NEAR = (0, 0, 1)
"""Added to a length or a count: as often within as beyond would leave few documents that are valid."""

_SLOTS = {"accessory": "section", "element": "input"}
"""Places of one element, and the block with it."""

_EXTRAS: dict[str, JsonObject] = {
    "image": {"slack_file": {"id": "F0000000001"}},
    "card": {"slack_icon": {"type": "icon", "name": "rocket"}},
    "static_select": {"option_groups": [{"label": samples.plain(), "options": [samples.option("v2")]}]},
    "multi_external_select": {"focus_on_load": True},
    "plain_text_input": {"focus_on_load": True},
    "button": {"nonsense": 1},
}
"""Fields that do not go with the others, by type."""

_Path = tuple[str | int, ...]


@st.composite
def documents(draw: st.DrawFn) -> JsonObject:
    """A message, a modal or a Home tab of one to three blocks, with up to three changes."""
    kind = draw(st.sampled_from(SURFACES))
    names = draw(st.lists(st.sampled_from(samples.NAMES), min_size=1, max_size=3, unique=True))
    document = samples.document(kind, *(samples.block(name) for name in names))
    for _ in range(draw(st.integers(0, 3))):
        _change(draw, document)
    return document


def _change(draw: st.DrawFn, document: JsonObject) -> None:
    path = draw(st.sampled_from(list(_paths(document["blocks"], ("blocks",))) + _own_paths(document)))
    holder = _at(document, path[:-1])
    key = path[-1]
    value = holder[key]
    extra = _EXTRAS.get(str(value.get("type"))) if isinstance(value, dict) else None
    if extra and draw(st.integers(0, 2)) == 0:
        value.update(deepcopy(extra))
    elif isinstance(key, str) and key != "blocks" and draw(st.integers(0, 7)) == 0:
        del holder[key]
    else:
        holder[key] = draw(_others(key, value))


def _others(key: str | int, value: object) -> st.SearchStrategy[object]:
    """What may stand in place of a value: of another size or kind, but of the same JSON type."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int | float):
        return st.sampled_from(_NUMBERS)
    if isinstance(value, str):
        return _strings(value)
    if isinstance(value, list):
        return st.one_of(_sizes(value, _COUNTS), st.just([*value, *deepcopy(value)]))
    if isinstance(value, dict) and value.get("type") in samples.ELEMENTS and key in {*_SLOTS, 0, 1, 2}:
        return st.sampled_from(list(samples.ELEMENTS.values())).map(deepcopy)
    if isinstance(value, dict) and value.get("type") in {"plain_text", "mrkdwn"}:
        return st.sampled_from([samples.plain("other"), samples.mrkdwn("other")])
    return st.just(value)


def _strings(value: str) -> st.SearchStrategy[object]:
    sizes = _sizes(value, _LENGTHS)
    return (
        sizes if len(value) > 40 else st.one_of(sizes, st.sampled_from(["other", "10", "2026-02-30", "F1"]))
    )


def _sizes(value: object, sizes: Sequence[int]) -> st.SearchStrategy[object]:
    return st.tuples(st.sampled_from(sizes), st.sampled_from(_NEAR)).map(
        lambda size: resized(value, sum(size))
    )


def _own_paths(document: JsonObject) -> list[_Path]:
    """Parts of a view that are not blocks, and the list of blocks itself."""
    own: list[_Path] = [("blocks",)]
    for key, value in document.items():
        if key not in {"type", "blocks"}:
            own += [(key,), *_paths(value, (key,))]
    return own


def _paths(value: Any, at: _Path, hidden: str = "type") -> Iterator[_Path]:
    """Each part of a document but for the types, which decide what the rest means, or for none."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if key != hidden:
            yield (*at, key)
            yield from _paths(item, (*at, key), hidden)


def _at(document: Any, path: _Path) -> Any:
    for key in path:
        document = document[key]
    return document


@st.composite
def changed_anywhere(
    draw: st.DrawFn, documents: st.SearchStrategy[JsonObject], values: st.SearchStrategy[object]
) -> JsonObject:
    """A document in which one part, a type too, is one of these values."""
    document = draw(documents)
    paths = list(_paths(document["blocks"], ("blocks",), hidden="")) or [("blocks",)]
    path = draw(st.sampled_from(paths))
    _at(document, path[:-1])[path[-1]] = draw(values)
    return document
