"""Figures that never flatter us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measuring import Sample, Unit, difference, figure, rounded
from benchmarks.table import Row, table, times_as_long, times_faster, within


@pytest.mark.parametrize(
    ("seconds", "ours", "theirs"),
    [
        (0.0034501, "3.46 ms", "3.45 ms"),
        (0.0122, "12.2 ms", "12.2 ms"),
        (0.01221, "12.3 ms", "12.2 ms"),
        (0.7677, "768 ms", "767 ms"),
        (0.1, "100 ms", "100 ms"),
    ],
)
def test_times_of_ours_are_rounded_up_and_those_of_others_down(
    seconds: float, ours: str, theirs: str
) -> None:
    """Three digits are enough."""
    assert figure(seconds, Unit.MILLISECONDS, ours=True) == ours
    assert figure(seconds, Unit.MILLISECONDS, ours=False) == theirs


@given(st.floats(0, 1e6), st.integers(0, 2))
def test_rounding_never_goes_the_other_way(value: float, digits: int) -> None:
    """By more than the last bits of the number."""
    step = 10**-digits
    assert value - 1e-5 * step <= float(rounded(value, digits, up=True)) <= value + 1.0001 * step
    assert value - 1.0001 * step <= float(rounded(value, digits, up=False)) <= value + 1e-5 * step


def test_ratios_are_rounded_against_us() -> None:
    """How much longer we take, up; how much faster we are, down; and slower is said."""
    assert times_as_long(2.71, "a handshake") == "2.8 times a handshake"
    assert times_faster(9.99, "sslyze") == "9.9 times faster than sslyze"
    assert times_faster(14.9, "sslyze") == "14 times faster than sslyze"
    assert times_faster(0.8, "sslyze") == "1.3 times slower than sslyze"


def test_a_goal_is_judged_by_what_was_measured_and_not_by_what_is_printed() -> None:
    """Just under the limit is reached, though it prints as the limit."""
    assert within(0.005, 0.0049999, Unit.MILLISECONDS).reached
    assert not within(0.005, 0.005, Unit.MILLISECONDS).reached
    assert within(0.005, 0.004, Unit.MILLISECONDS).words == "< 5 ms"


def test_a_missed_goal_stands_out() -> None:
    """In bold."""
    row = Row("it", Sample((0.002, 0.001, 0.009)), goals=(within(0.001, 0.002, Unit.MILLISECONDS),))
    assert table([row]).splitlines()[-1] == ("| it | 2.00 ms | 1.00 ms | 9.00 ms | 3 |  | < 1 ms | **no** |")


def test_what_something_takes_beyond_something_else() -> None:
    """Its median is taken off each."""
    assert difference(Sample((0.5, 0.75)), Sample((0.125, 0.25, 0.5))) == Sample((0.25, 0.5))


def test_a_percentile_is_one_of_what_was_measured() -> None:
    """So many of a hundred take no longer."""
    sample = Sample(tuple(float(value) for value in range(200, 0, -1)))
    assert (sample.percentile(95), sample.percentile(100)) == (190.0, 200.0)
    assert Sample((0.5,)).percentile(95) == 0.5
