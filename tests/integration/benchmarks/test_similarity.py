"""``./dev bench similarity``: it still measures, on both databases."""

import subprocess
import sys

import pytest

from bot import content

WITHIN_S = 120
"""It takes a few seconds, on a machine with nothing else to do."""


@pytest.mark.postgresql
def test_every_row_is_measured() -> None:
    """And what is to be reached is told."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "similarity", "--quick"],
        cwd=content.root(),
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert [row[0] for row in rows] == [
        "SQLite, a search among 50",
        "SQLite, a search among 500",
        "PostgreSQL, a search among 50",
        "PostgreSQL, a search among 500",
    ]
    assert [row[6] for row in rows] == ["", "< 50 ms, at most 2 times"] * 2
    assert all(row[1].endswith(" ms") for row in rows)
