"""JSON from outside is read more strictly than Python reads it."""

import pytest

from bot.sandbox.json_text import MAX_DEPTH, read_json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, true, null, "\\u00e4"]}', {"a": [1, 2.5, True, None, "ä"]}),
        (b'"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
    ],
)
def test_json_is_read(text: str | bytes, value: object) -> None:
    """Text or bytes, and a whole surrogate pair."""
    assert read_json(text) == value


def test_json_may_be_deep() -> None:
    """As deep as is allowed."""
    value = read_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(value, list)
        (value,) = value
    assert value == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        '{"a": Infinity}',
        "[-Infinity]",
        '"\\ud800"',
        '{"\\udc00": 1}',
        b"\xff",
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        '{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1),
        "[" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    """Numbers that are none, half of a surrogate pair, and what is too deep, also."""
    with pytest.raises(ValueError, match=r".*"):
        read_json(text)
