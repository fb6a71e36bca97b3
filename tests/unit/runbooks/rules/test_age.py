"""Reviewed and exercised within a year."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.runbooks.whole_runbook import changed, line_of, linted, said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("reviewed_on: 2026-11-01", "reviewed_on: 2025-11-01", "it was last reviewed on 2025-11-01"),
        ("exercised_on: 2026-10-01", "exercised_on: 2025-10-01", "it was last exercised on 2025-10-01"),
        (
            "reviewed_on: 2026-11-01",
            "reviewed_on: 2062-11-01",
            "reviewed_on is 2062-11-01, which is still to come",
        ),
    ],
)
def test_an_old_date_is_a_warning(tmp_path: Path, before: str, after: str, words: str) -> None:
    """On its line."""
    text = changed(before, after)
    (problem,) = said(linted(tmp_path, text))
    assert problem.startswith(f"{line_of(text, after)}: warning: {words}")


def test_what_was_never_exercised_is_a_warning(tmp_path: Path) -> None:
    """The steps may not work."""
    (problem,) = said(linted(tmp_path, changed("exercised_on: 2026-10-01\n", "")))
    assert problem == "1: warning: it was never exercised"


def test_a_year_later_both_are_told(tmp_path: Path) -> None:
    """Time alone is enough."""
    assert len(linted(tmp_path, today=date(2027, 11, 25))) == 2
