"""Ranking the categories by their log-odds, to which each piece of evidence adds. Pure."""

import math
from collections.abc import Sequence

from bot.taxonomy import Category, Taxonomy
from bot.taxonomy.categories import NONE_OF_THESE, NOT_CERTIFICATE
from bot.triage.evidence import Known
from bot.triage.questions import questions
from bot.triage.suggestion import RankedCategory, Suggestion, Verdict

CONFIDENT = 0.6
"""Below this probability the best category is not suggested but asked about."""

BESIDE_A_FAULT = 0.4
"""What is left of what the words say where the diagnosis shows a fault: that explains what people see."""

TELLING = 1.0
"""From this weight on, the words of a report are a reason."""


def suggest(known: Known, taxonomy: Taxonomy) -> Suggestion:
    """Rank every category and outcome by all that is known; what is not known speaks for nothing."""
    scores = {category.id: _log_odds(category, known) for category in taxonomy.everything}
    total = sum(math.exp(score) for score in scores.values())
    ranked = tuple(
        sorted(
            (
                _ranked(category, known, math.exp(scores[category.id]) / total, taxonomy)
                for category in taxonomy.everything
            ),
            key=lambda one: -one.probability,
        )
    )
    return Suggestion(_verdict(ranked), ranked, questions(ranked, known.answers, taxonomy))


def _log_odds(category: Category, known: Known) -> float:
    observed = sum(evidence.weight for evidence in category.evidence if known.holds(evidence.when))
    return category.prior + observed + _of_words(category.id, known)


def _of_words(category: str, known: Known) -> float:
    weight = known.reading.log_odds.get(category, 0.0)
    return weight * BESIDE_A_FAULT if known.holds("fault") else weight


def _ranked(category: Category, known: Known, probability: float, taxonomy: Taxonomy) -> RankedCategory:
    reasons = [(each.weight, each.says) for each in category.evidence if known.holds(each.when)]
    reasons += _said(category.id, known)
    reasons.sort(key=lambda reason: -abs(reason[0]))
    return RankedCategory(
        id=category.id,
        name=taxonomy.name_of(category.id) or category.name,
        probability=round(probability, 4),
        reasons_for=tuple(says for weight, says in reasons if weight > 0),
        reasons_against=tuple(says for weight, says in reasons if weight < 0),
    )


def _said(category: str, known: Known) -> list[tuple[float, str]]:
    """What the words of the report say for or against the category, where they say something."""
    weight = _of_words(category, known)
    if weight >= TELLING and known.reading.telling[category]:
        quoted = ", ".join(f"\u201c{words}\u201d" for words in known.reading.telling[category])
        return [(weight, f"the report says {quoted}")]
    if weight <= -TELLING:
        return [(weight, "the words of the report are not those of such an incident")]
    return []


def _verdict(ranked: Sequence[RankedCategory]) -> Verdict:
    best = ranked[0]
    if best.id in {NONE_OF_THESE, NOT_CERTIFICATE}:
        outcomes = sum(one.probability for one in ranked if one.id in {NONE_OF_THESE, NOT_CERTIFICATE})
        if outcomes < CONFIDENT or not best.reasons_for:
            return Verdict.UNSURE
        return Verdict.NONE_OF_THESE if best.id == NONE_OF_THESE else Verdict.NOT_CERTIFICATE
    return Verdict.SUGGESTED if best.probability >= CONFIDENT and best.reasons_for else Verdict.UNSURE
