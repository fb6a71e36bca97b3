"""What was measured: samples, and figures that never flatter us."""

import math
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """In what a figure is told: its name, and how many make one of what was measured."""

    MILLISECONDS = ("ms", 1000.0)
    """Of seconds."""
    SECONDS = ("s", 1.0)
    MEGABYTES = ("MB", 1e-6)
    """Of bytes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Several measurements of one thing, in seconds or in bytes; at least one."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        """The smallest."""
        return min(self.values)

    @property
    def most(self) -> float:
        """The largest."""
        return max(self.values)

    def percentile(self, percent: int) -> float:
        """The least value that so many of a hundred do not exceed."""
        return sorted(self.values)[math.ceil(len(self.values) * percent / 100) - 1]


def figure(value: float, unit: Unit, *, ours: bool) -> str:
    """``value`` in ``unit``, three digits or more: ours rounded up, those of others down."""
    name, factor = unit.value
    scaled = value * factor
    digits = 0 if scaled >= 100 else 1 if scaled >= 10 else 2
    return f"{rounded(scaled, digits, up=ours)} {name}"


def rounded(value: float, digits: int, *, up: bool) -> str:
    """``value`` with so many digits after the point, never rounded the other way."""
    # What is exact in decimals is often a trifle beside it in binary: a millionth of a digit is no step.
    steps = value * 10**digits
    whole = math.ceil(steps - 1e-6) if up else math.floor(steps + 1e-6)
    return f"{whole / 10**digits:.{digits}f}"


def measured(act: Callable[[], object], times: int) -> Sample:
    """How many seconds ``act`` takes, each time."""
    values = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        values.append(time.perf_counter() - began)
    return Sample(tuple(values))


async def taken(act: Awaitable[object]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    await act
    return time.perf_counter() - began


def difference(of: Sample, less: Sample) -> Sample:
    """Each of ``of`` without the median of ``less``."""
    return Sample(tuple(value - less.median for value in of.values))


def sample_of(values: Sequence[float]) -> Sample:
    """Of what was measured one by one."""
    return Sample(tuple(values))
