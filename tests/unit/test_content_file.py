"""YAML files, and the lines of what is wrong in them."""

from pathlib import Path

import pytest
from pydantic import BaseModel, model_validator

from bot.content_file import ContentFileError, Fault, load_content_file, misplaced, read_document


class _Pair(BaseModel):
    low: int
    high: int

    @model_validator(mode="after")
    def _are_in_order(self) -> "_Pair":
        if self.low > self.high:
            raise misplaced("it is below low", "high")
        return self


class _Pairs(BaseModel):
    pairs: tuple[_Pair, ...]


def _faults(path: Path, text: str) -> tuple[Fault, ...]:
    path.write_text(text, "utf-8")
    with pytest.raises(ContentFileError) as refused:
        load_content_file(path, _Pairs)
    return refused.value.faults


def test_every_fault_has_its_line(tmp_path: Path) -> None:
    """Not only the first, which the sentence tells."""
    text = "pairs:\n  - low: one\n    high: 2\n  - low: 1\n    high: two\n"
    assert [fault.line for fault in _faults(tmp_path / "a.yaml", text)] == [2, 5]


def test_what_a_whole_model_refuses_has_its_line_too(tmp_path: Path) -> None:
    """The validator says where within it."""
    text = "pairs:\n  - {low: 1, high: 2}\n  - low: 3\n    high: 2\n"
    assert _faults(tmp_path / "a.yaml", text) == (Fault(4, "pairs.1.high: it is below low"),)


@pytest.mark.parametrize("value", ["2026-13-45", "!!int none", "!!float none"])
def test_a_value_that_yaml_itself_cannot_read_has_its_line(tmp_path: Path, value: str) -> None:
    """Dates and numbers that are none."""
    assert _faults(tmp_path / "a.yaml", f"pairs:\n  - low: 1\n    high: {value}\n")[0].line == 3


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "x", "a: " + "{b: " * 60 + "1" + "}" * 60])
def test_what_is_nested_too_deeply_is_refused(tmp_path: Path, text: str) -> None:
    """LibYAML's reader would end the process."""
    assert "levels are nested" in _faults(tmp_path / "a.yaml", text)[0].reason


def test_doubled_keys_are_found_at_any_depth(tmp_path: Path) -> None:
    """Also where the file refers to itself."""
    path = tmp_path / "a.yaml"
    path.write_text("a: &a\n  - b: 1\n    c: 2\n    b: 3\n  - *a\na: 4\n", "utf-8")
    assert list(read_document(path).doubled_keys()) == [
        Fault(6, "a stands twice"),
        Fault(4, "b stands twice"),
    ]
