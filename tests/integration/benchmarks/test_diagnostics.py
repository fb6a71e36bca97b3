"""``./dev bench diagnostics``: every row can still be measured."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from bot import content

WITHIN_S = 120
"""It takes a few seconds, on a machine with nothing else to do."""


@pytest.fixture(scope="module")
def rows() -> list[Sequence[str]]:
    """The cells of the table that a quick run prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "diagnostics", "--quick"],
        cwd=content.root(),
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_row_is_measured(rows: list[Sequence[str]]) -> None:
    """But those of sslyze, which is not installed for a test, and says so."""
    empty = {row[0]: row[5] for row in rows if row[1] == "-"}
    assert set(empty.values()) == {"left out"}
    assert all("sslyze" in what for what in empty)
    letters = [row[0][:3] for row in rows if row[0].startswith("(")]
    assert list(dict.fromkeys(letters)) == ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)"]


def test_what_is_to_be_reached_is_told(rows: list[Sequence[str]]) -> None:
    """Each goal beside its row, and whether it is reached."""
    goals = {row[0][:3]: row[6] for row in rows if row[6]}
    assert goals["(b)"] == "at most 3 times, < 5 ms"
    assert goals["(f)"] == "< 150 MB"
    assert goals["(h)"] == "< 0.4 s"
    assert all(set(row[7].replace("*", "").split(", ")) <= {"yes", "no"} for row in rows if row[6])
