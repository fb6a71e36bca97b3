"""Which questions are worth asking: those whose answers would change the ranking most. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence

from bot.taxonomy import Category, Taxonomy
from bot.triage.suggestion import Choice, Question, RankedCategory

MAX_QUESTIONS = 3

LEAST_INFORMATION = 0.05
"""Nats that the answers to a question must be expected to bring; below it nobody is asked."""

SETTLED = 0.95
"""From this probability of the best category on, nobody is asked."""

WORTH_ASKING = 0.05
"""A category less likely than this brings no question of its own."""

MOST_TELLING = 4.0
"""An answer's weight beyond this makes it no more expected: people err."""


def questions(
    ranked: Sequence[RankedCategory], answers: Mapping[str, str], taxonomy: Taxonomy
) -> tuple[Question, ...]:
    """The questions that nobody has answered, by expected information, at most three.

    Only what a category that is likely enough asks is considered. The expected information is the mean, over
    the possible answers, of how far the probabilities would move (Kullback-Leibler divergence, in nats).
    """
    if ranked[0].probability >= SETTLED and ranked[0].reasons_for:
        return ()
    likelihood = {one.id: one.probability for one in ranked}
    worth = {
        question: _expected_information(question, likelihood, taxonomy)
        for question in _relevant(ranked, taxonomy)
        if question not in answers
    }
    best = sorted((q for q in worth if worth[q] >= LEAST_INFORMATION), key=lambda q: -worth[q])
    return tuple(_question(one, taxonomy) for one in best[:MAX_QUESTIONS])


def _relevant(ranked: Sequence[RankedCategory], taxonomy: Taxonomy) -> tuple[str, ...]:
    by_id = {category.id: category for category in taxonomy.everything}
    likely = [by_id[one.id] for one in ranked if one.probability >= WORTH_ASKING]
    return tuple(dict.fromkeys(question for category in likely for question in category.asks))


def _expected_information(question: str, likelihood: Mapping[str, float], taxonomy: Taxonomy) -> float:
    choices = tuple(taxonomy.questions[question].choices)
    weights = {category.id: _weights(category, question) for category in taxonomy.everything}
    expected = dict.fromkeys(choices, 0.0)
    for category, probability in likelihood.items():
        shares = _normalised(math.exp(_bounded(weights[category].get(choice, 0.0))) for choice in choices)
        for choice, share in zip(choices, shares, strict=True):
            expected[choice] += probability * share
    return sum(
        expected[choice] * _movement(likelihood, {id_: weights[id_].get(choice, 0.0) for id_ in likelihood})
        for choice in choices
    )


def _weights(category: Category, question: str) -> dict[str, float]:
    """Choice -> what it adds to the category's log-odds."""
    prefix = f"answer:{question}="
    return {e.when.removeprefix(prefix): e.weight for e in category.evidence if e.when.startswith(prefix)}


def _movement(before: Mapping[str, float], added: Mapping[str, float]) -> float:
    """How far the probabilities move when an answer adds to the log-odds, in nats."""
    after = _normalised(before[category] * math.exp(added[category]) for category in before)
    moved = 0.0
    for then, now in zip(after, before.values(), strict=True):
        if then > 0 and now > 0:
            moved += then * math.log(then / now)
    return moved


def _normalised(values: Iterable[float]) -> list[float]:
    listed = list(values)
    total = sum(listed)
    return [value / total for value in listed]


def _bounded(weight: float) -> float:
    return max(-MOST_TELLING, min(MOST_TELLING, weight))


def _question(question: str, taxonomy: Taxonomy) -> Question:
    text = taxonomy.questions[question]
    return Question(question, text.text, tuple(Choice(choice, says) for choice, says in text.choices.items()))
