"""The comparison of payloads with shapes."""

from tests.integration.sandbox.shapes import differences


def test_the_comparison_can_fail() -> None:
    """A wrong type and an unknown key are told, a known one and an absent one are not."""
    shape = {"a": "str", "b": {"c": "int"}, "blocks": [{"type": "str"}], "d": ["bool"]}
    good = {"a": "x", "blocks": [{"type": "section", "text": {}}], "d": [True]}
    bad = {"a": 1, "b": {"c": True, "x": 1}, "blocks": [{"type": 1}], "d": [0], "e": None}
    assert list(differences(good, shape)) == []
    assert list(differences(bad, shape)) == [
        "a is int, not str",
        "b.c is bool, not int",
        "b.x is unknown",
        "blocks[].type is int, not str",
        "d[] is int, not bool",
        "e is unknown",
    ]
