"""Rows of measurements as a Markdown table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measuring import Sample, Unit, figure, rounded

HEADINGS = ("what", "median", "least", "most", "runs", "compared", "to reach", "reached")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, and whether it is."""

    words: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured."""

    what: str
    sample: Sample | None
    """None where it could not be measured; ``remark`` says why."""
    unit: Unit = Unit.MILLISECONDS
    ours: bool = True
    """Figures are rounded so that they never flatter us."""
    remark: str = ""
    """The comparison with another row, or why there is none."""
    goals: tuple[Goal, ...] = ()


def within(limit: float, value: float, unit: Unit) -> Goal:
    """Less than ``limit``, in what was measured: seconds or bytes."""
    name, factor = unit.value
    return Goal(f"< {limit * factor:g} {name}", value < limit)


def at_most_times(ratio: float, most: float) -> Goal:
    """No more than so many times another."""
    return Goal(f"at most {most:g} times", ratio <= most)


def at_least_times(ratio: float, least: float) -> Goal:
    """So many times faster than another, or more."""
    return Goal(f"{least:g} times faster" if least > 1 else "faster", ratio >= least)


def times_as_long(ratio: float, other: str) -> str:
    """``2.7 times the bare handshake``, rounded up."""
    return f"{rounded(ratio, 1, up=True)} times {other}"


def times_faster(ratio: float, other: str) -> str:
    """``14 times faster than sslyze``, rounded down."""
    if ratio < 1:
        return f"{rounded(1 / ratio, 1, up=True)} times slower than {other}"
    return f"{rounded(ratio, 1 if ratio < 10 else 0, up=False)} times faster than {other}"


def not_measured(what: str, why: str) -> Row:
    """A row that says why it is empty."""
    return Row(what, None, remark=why)


def table(rows: Iterable[Row]) -> str:
    """In Markdown."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(_cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Row) -> Sequence[str]:
    words = ", ".join(goal.words for goal in row.goals)
    reached = ", ".join("yes" if goal.reached else "**no**" for goal in row.goals)
    if row.sample is None:
        return row.what, "-", "-", "-", "0", row.remark, words, reached
    values = (row.sample.median, row.sample.least, row.sample.most)
    figures = (figure(value, row.unit, ours=row.ours) for value in values)
    return row.what, *figures, str(len(row.sample.values)), row.remark, words, reached
