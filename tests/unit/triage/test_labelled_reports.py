"""How well reports are read that were written without looking at the rules: each writer's by what the others taught."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.taxonomy.categories import NONE_OF_THESE, NOT_CERTIFICATE
from bot.triage import Example, Known, ReportReader, Verdict, suggest
from bot.triage.report_reader import read_examples
from tests.unit.triage.books import REPORTS, TAXONOMY, tls_errors

NEGATIVES = {NONE_OF_THESE, NOT_CERTIFICATE}
ALL_KINDS = 100
"""Who wrote more reports than this wrote some of every kind."""


@dataclass(frozen=True)
class Read:
    """A report, and what was made of it."""

    example: Example
    first: str
    """The best of the nineteen."""
    in_first_three: bool
    probability: float
    suggested: bool
    refused: bool
    """Whether it is said with confidence to be none of the nineteen."""

    @property
    def negative(self) -> bool:
        """Whether it is of none of the nineteen."""
        return self.example.category in NEGATIVES

    @property
    def missed(self) -> bool:
        """Whether something else is said than what it was."""
        return self.suggested if self.negative else self.first != self.example.category

    def __str__(self) -> str:
        """A row of the table."""
        words = " ".join(self.example.report.split())[:100]
        return f"{self.example.category:40}{self.first:40}{self.probability:6.2f}  {words}"


def _read(reader: ReportReader, example: Example) -> Read:
    suggestion = suggest(Known(reading=reader.read(example.report)), TAXONOMY)
    nineteen = [one for one in suggestion.ranked if one.id not in NEGATIVES]
    return Read(
        example,
        first=nineteen[0].id,
        in_first_three=example.category in {one.id for one in nineteen[:3]},
        probability=nineteen[0].probability,
        suggested=suggestion.verdict is Verdict.SUGGESTED,
        refused=suggestion.verdict in {Verdict.NONE_OF_THESE, Verdict.NOT_CERTIFICATE},
    )


def _plain(example: Example) -> str:
    """Two people may write the same few words: they are not learned from, to be told what they are."""
    return " ".join(example.report.casefold().split())


def _writers(examples: Sequence[Example]) -> list[str]:
    reports = Counter(example.writer for example in examples)
    return sorted(writer for writer, wrote in reports.items() if wrote > ALL_KINDS)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """All labelled reports."""
    return read_examples(REPORTS, categories=[category.id for category in TAXONOMY.everything])


@pytest.fixture(scope="module")
def results(examples: list[Example]) -> list[Read]:
    """Each report, read as the reports of all other writers have taught; the misses are printed as a table."""
    read: list[Read] = []
    for writer in _writers(examples):
        theirs = [example for example in examples if example.writer == writer]
        known = {_plain(example) for example in theirs}
        others = [
            example for example in examples if example.writer != writer and _plain(example) not in known
        ]
        reader = ReportReader(others, TAXONOMY, tls_errors())
        read += [_read(reader, example) for example in theirs]
    head = f"{'label':40}{'first':40}{'prob.':>6}  report"
    sys.stdout.write("\n".join(["", head, *(str(one) for one in read if one.missed), _figures(read), ""]))
    return read


def _share(true: int, of: int) -> str:
    return f"{true}/{of} = {true / max(1, of):.1%}"


def _figures(results: Sequence[Read]) -> str:
    """Over all writers, then of each."""
    lines = []
    for writer in (None, *sorted({one.example.writer for one in results})):
        theirs = [one for one in results if writer in {None, one.example.writer}]
        positive = [one for one in theirs if not one.negative]
        negative = [one for one in theirs if one.negative]
        first = _share(sum(not one.missed for one in positive), len(positive))
        three = _share(sum(one.in_first_three for one in positive), len(positive))
        confident = _share(sum(one.missed for one in negative), len(negative))
        who = "all writers" if writer is None else f"writer {writer}"
        refused = _share(sum(one.refused for one in positive), len(positive))
        lines.append(
            f"{who}: first {first}, in the first three {three}, called none of them {refused}, "
            f"confident on a negative {confident}"
        )
    return "\n".join(lines)


def test_there_are_enough_of_every_kind(examples: list[Example]) -> None:
    """At least six of each of the nineteen, twenty of none, and 150 in all."""
    labels = Counter(example.category for example in examples)
    assert {
        category.id: labels[category.id] for category in TAXONOMY.categories if labels[category.id] < 6
    } == {}
    assert sum(labels[negative] for negative in NEGATIVES) >= 20
    assert len(examples) >= 150


def test_several_people_wrote_of_every_kind(examples: list[Example]) -> None:
    """Else leaving one out would say nothing of what another would write."""
    everything = {category.id for category in TAXONOMY.everything}
    writers = _writers(examples)
    assert len(writers) >= 3
    for writer in writers:
        assert {example.category for example in examples if example.writer == writer} == everything


def test_the_right_kind_comes_first(results: list[Read]) -> None:
    """For four reports of five."""
    positive = [one for one in results if not one.negative]
    assert sum(not one.missed for one in positive) >= 0.80 * len(positive), _figures(results)


def test_the_right_kind_is_among_the_first_three(results: list[Read]) -> None:
    """For 95 reports of a hundred."""
    positive = [one for one in results if not one.negative]
    assert sum(one.in_first_three for one in positive) >= 0.95 * len(positive), _figures(results)


def test_it_is_seldom_confident_where_it_is_none(results: list[Read]) -> None:
    """At most once in ten."""
    negative = [one for one in results if one.negative]
    assert sum(one.missed for one in negative) <= 0.10 * len(negative), _figures(results)


def test_it_seldom_calls_an_incident_none(results: list[Read]) -> None:
    """At most once in ten is one of the nineteen said with confidence to be none of them."""
    positive = [one for one in results if not one.negative]
    assert sum(one.refused for one in positive) <= 0.10 * len(positive), _figures(results)


def test_confident_suggestions_are_mostly_right(results: list[Read]) -> None:
    """What is suggested is right more often than what is not: else abstaining would help nobody."""
    suggested = [one for one in results if one.suggested]
    unsure = [one for one in results if not one.suggested and not one.negative]
    right = sum(not one.missed for one in suggested) / len(suggested)
    assert right >= 0.85, f"{right:.1%} of {len(suggested)}"
    assert right > sum(not one.missed for one in unsure) / len(unsure)
