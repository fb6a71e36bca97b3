"""What the words of a report have meant before: learned from examples.

Examples are reports with the category that they turned out to be. How they are learned from: multinomial naive Bayes
over features weighed by how rare they are, each report brought to length one (Rennie, Shih, Teevan and Karger,
"Tackling the Poor Assumptions of Naive Bayes Text Classifiers", ICML 2003, sections 4.1 to 4.3).
"""

import math
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, RootModel, StringConstraints

from bot.content_file import ContentFileError, load_content_file
from bot.taxonomy import Taxonomy
from bot.triage.report import ERROR, Report, take_apart
from bot.triage.tls_errors import RecognisedError, TlsErrors
from bot.words import STOP_WORDS

SMOOTHING = 0.005
"""Added to each mean: what was not seen yet is not impossible."""

TRUST_IN_MANY = 0.25
"""How much less is added for categories with more examples than usual: 0 not at all, 1 in proportion."""

SHARPNESS = 4.0
"""What a report of length one is worth, in log-odds. Chosen, as the other numbers here, on the examples themselves, by
leaving out one writer at a time: those of the nineteen that are suggested with confidence are right in nine of ten."""

FEW_WORDS = 15.0
"""Length, before it is brought to one, of a report of about five words: shorter ones say less."""

TELLS_APART = 1.0
"""Words that speak so much more for a category tell it from the one that is assumed instead."""

MOST_OF_ALL = 6.0
"""The words of a report add or take at most so much in log-odds: an observation can outweigh them."""

MOST_QUOTED = 4


Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class ExampleReports(RootModel[Mapping[str, tuple[Words, ...]]]):
    """The examples of one category, by who wrote them: one file in ``runbooks/reports/``.

    Writers knew nothing of each other: how well reports are read is measured by leaving out one of them at a time.
    """

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Example:
    """A report, and the category that it turned out to be."""

    category: str
    report: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """What a report says of each category."""

    errors: tuple[RecognisedError, ...]
    error_kinds: frozenset[str]
    log_odds: Mapping[str, float]
    """Category -> what the words add to it."""
    telling: Mapping[str, tuple[str, ...]]
    """Category -> the words of the report that speak for it most."""


NOTHING_SAID = ReportReading((), frozenset(), {}, {})


def read_examples(*directories: Path, categories: Sequence[str]) -> list[Example]:
    """The examples in ``<category>.yaml`` of each directory; one that does not exist has none.

    Raises:
        ContentFileError: A file does not fit, or is of no category; file and line are named.
    """
    examples: list[Example] = []
    for path in (path for directory in directories for path in sorted(directory.glob("*.yaml"))):
        if path.stem not in categories:
            raise ContentFileError(f"{path}:1: there is no category {path.stem}.")
        for writer, reports in load_content_file(path, ExampleReports).root.items():
            examples += [Example(path.stem, report, writer) for report in reports]
    return examples


class ReportReader:
    """Reads reports as it has learned from the examples. It learns when it is first asked, or told to `prepare`.

    Args:
        examples: What to learn from.
        taxonomy: All categories and outcomes.
        tls_errors: The error messages that are known.
    """

    def __init__(self, examples: Iterable[Example], taxonomy: Taxonomy, tls_errors: TlsErrors) -> None:
        self._tls_errors = tls_errors
        self._assumed = taxonomy.assumed_instead_of
        self._examples = tuple(examples)
        self._categories = tuple(category.id for category in taxonomy.everything)
        self._learning = threading.Lock()
        self._known: _Learned | None = None

    def prepare(self) -> None:
        """Learn now, if that was not done yet: some tenths of a second, in any thread."""
        self._what_was_learned()

    def _what_was_learned(self) -> "_Learned":
        with self._learning:
            if self._known is None:
                taken_apart = [
                    (each.category, take_apart(each.report, self._tls_errors)) for each in self._examples
                ]
                self._known = _learn(taken_apart, self._categories)
            return self._known

    @classmethod
    def load(cls, tls_errors: Path, *directories: Path, taxonomy: Taxonomy) -> "ReportReader":
        """Read the examples in ``<category>.yaml`` of each directory.

        Raises:
            ContentFileError: A file does not fit, or is of no category; file and line are named.
        """
        categories = [category.id for category in taxonomy.everything]
        examples = read_examples(*directories, categories=categories)
        return cls(examples, taxonomy, TlsErrors.load(tls_errors))

    def read(self, text: str) -> ReportReading:
        """What the report says; an empty one says nothing."""
        report = take_apart(text, self._tls_errors)
        says = self._what_was_learned().says(report.features)
        if not says and not report.errors:
            return NOTHING_SAID
        sums: Counter[str] = Counter()
        for weights in says.values():
            sums.update(weights)
        self._take_for_granted(sums)
        return ReportReading(
            errors=report.errors,
            error_kinds=report.error_kinds,
            log_odds={
                category: max(-MOST_OF_ALL, min(MOST_OF_ALL, total)) for category, total in sums.items()
            },
            telling={category: _telling(category, says, report) for category in sums},
        )

    def _take_for_granted(self, sums: Counter[str]) -> None:
        """Words that hardly tell a category from the one that is assumed instead speak no more for it."""
        for category, assumed in self._assumed.items():
            if category in sums and 0 < sums[category] - sums[assumed] < TELLS_APART:
                sums[category] = sums[assumed]


@dataclass(frozen=True, slots=True)
class _Learned:
    """The means over the examples: what naive Bayes needs to know."""

    smoothing: Mapping[str, float]
    """Category -> what is added to each mean: the more examples, the less."""
    rarity: Mapping[str, float]
    """Feature -> inverse document frequency."""
    means: Mapping[str, Mapping[str, float]]
    """Feature -> category -> its mean weight in the examples of it."""
    totals: Mapping[str, float]
    """Category -> the mean weight of all features together in its examples."""

    def says(self, features: Iterable[str]) -> dict[str, dict[str, float]]:
        """Feature -> category -> what it adds to the log-odds; those never seen say nothing."""
        weights = _of_length_one({each: self.rarity[each] for each in features if each in self.rarity})
        return {feature: self._of(feature, SHARPNESS * weight) for feature, weight in weights.items()}

    def _of(self, feature: str, weight: float) -> dict[str, float]:
        likelihood = {
            category: math.log(
                (self.means[feature].get(category, 0.0) + smoothing)
                / (self.totals[category] + smoothing * len(self.rarity))
            )
            for category, smoothing in self.smoothing.items()
        }
        usual = math.fsum(likelihood.values()) / len(likelihood)
        return {category: weight * (value - usual) for category, value in likelihood.items()}


def _learn(examples: Sequence[tuple[str, Report]], categories: Sequence[str]) -> _Learned:
    having = Counter(feature for _, report in examples for feature in report.features)
    rarity = {feature: 1 + math.log((1 + len(examples)) / (1 + count)) for feature, count in having.items()}
    of_category = Counter(category for category, _ in examples)
    categories = [category for category in categories if category in of_category]
    usual = len(examples) / max(1, len(categories))
    means: dict[str, dict[str, float]] = {feature: {} for feature in rarity}
    totals = dict.fromkeys(categories, 0.0)
    for category, report in examples:
        for feature, weight in _of_length_one({each: rarity[each] for each in report.features}).items():
            share = weight / of_category[category]
            means[feature][category] = means[feature].get(category, 0.0) + share
            totals[category] += share
    smoothing = {
        category: SMOOTHING * (usual / of_category[category]) ** TRUST_IN_MANY for category in categories
    }
    return _Learned(smoothing, rarity, means, totals)


def _of_length_one(weights: Mapping[str, float]) -> dict[str, float]:
    """As long reports count no more than others; a few words count less."""
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    length = max(length, FEW_WORDS)
    return {feature: weight / length for feature, weight in weights.items()}


def _telling(category: str, says: Mapping[str, Mapping[str, float]], report: Report) -> tuple[str, ...]:
    """The words that speak for it most. Error messages have a reason of their own, and stop words mean nothing."""
    speaking = [
        feature
        for feature in says
        if says[feature][category] > 0
        and not feature.startswith(ERROR)
        and not STOP_WORDS.issuperset(report.features[feature].split())
    ]
    speaking.sort(key=lambda feature: -says[feature][category])
    quoted: list[str] = []
    for feature in speaking:
        words = report.features[feature]
        if not any(words in other or other in words for other in quoted):
            quoted.append(words)
    return tuple(quoted[:MOST_QUOTED])
