"""Ranking the categories: log-odds from evidence, and the questions that would change the ranking most. Pure."""

import math
from collections.abc import Mapping

from bot.diagnostics import Diagnosis
from bot.taxonomy import Category, Taxonomy
from bot.taxonomy.categories import NONE_OF_THESE, NOT_CERTIFICATE
from bot.triage.evidence import Known, ServiceKnown
from bot.triage.suggestion import Choice, Question, RankedCategory, Suggestion, Verdict

CONFIDENT = 0.6
"""Below this probability the best category is not suggested but asked about."""

SETTLED = 0.9
"""From this probability on, no answer would change what is suggested."""

MAX_QUESTIONS = 3
WORTH_ASKING = 0.05
"""A category less likely than this asks nothing."""


def suggest(
    diagnosis: Diagnosis | None,
    service: ServiceKnown | None,
    report: str,
    answers: Mapping[str, str],
    taxonomy: Taxonomy,
) -> Suggestion:
    """Rank every category and outcome by all that is known; what is not known speaks for nothing."""
    known = Known(diagnosis, service, report, answers)
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
    return Suggestion(_verdict(ranked[0]), ranked, _questions(ranked, answers, taxonomy))


def _log_odds(category: Category, known: Known) -> float:
    return category.prior + sum(e.weight for e in category.evidence if known.holds(e.when))


def _ranked(category: Category, known: Known, probability: float, taxonomy: Taxonomy) -> RankedCategory:
    holding = sorted((e for e in category.evidence if known.holds(e.when)), key=lambda e: -abs(e.weight))
    return RankedCategory(
        id=category.id,
        name=taxonomy.name_of(category.id) or category.name,
        probability=round(probability, 4),
        reasons_for=tuple(e.says for e in holding if e.weight > 0),
        reasons_against=tuple(e.says for e in holding if e.weight < 0),
    )


def _verdict(best: RankedCategory) -> Verdict:
    if best.probability < CONFIDENT or not best.reasons_for:
        return Verdict.UNSURE
    return {
        NONE_OF_THESE: Verdict.NONE_OF_THESE,
        NOT_CERTIFICATE: Verdict.NOT_CERTIFICATE,
    }.get(best.id, Verdict.SUGGESTED)


def _questions(
    ranked: tuple[RankedCategory, ...], answers: Mapping[str, str], taxonomy: Taxonomy
) -> tuple[Question, ...]:
    """What the likely categories ask, in their order, and nobody has answered."""
    if ranked[0].probability >= SETTLED and ranked[0].reasons_for:
        return ()
    by_id = {category.id: category for category in taxonomy.everything}
    wanted: dict[str, None] = {}
    for one in ranked:
        if one.probability < WORTH_ASKING or not one.reasons_for:
            continue
        wanted.update(dict.fromkeys(by_id[one.id].asks))
    unanswered = [question for question in wanted if question not in answers]
    return tuple(
        Question(
            question,
            taxonomy.questions[question].text,
            tuple(Choice(choice, text) for choice, text in taxonomy.questions[question].choices.items()),
        )
        for question in unanswered[:MAX_QUESTIONS]
    )
