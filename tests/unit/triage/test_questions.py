"""Which questions are asked."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.taxonomy import Taxonomy
from bot.taxonomy.circumstances import ANSWERED_ENVIRONMENT
from bot.taxonomy.severity import SeverityPolicy
from bot.triage.questions import MAX_QUESTIONS, SETTLED, WORTH_ASKING, questions
from bot.triage.suggestion import Choice, RankedCategory
from tests.unit.triage.books import BOOKS, TAXONOMY

YES_OR_NO = {"yes": "Yes", "no": "No"}
KNOWN_TO_SEVERITY = {"impact", "criticality"}


def _category(id_: str, weights: Mapping[str, float]) -> dict[str, object]:
    """It asks what its weights are for: those of ``QUESTION=yes``; ``no`` weighs the opposite."""
    evidence = [
        {"when": f"answer:{question}={choice}", "weight": sign * weight, "says": "it was said"}
        for question, weight in weights.items()
        for choice, sign in (("yes", 1), ("no", -1))
    ]
    return {
        "id": id_,
        "name": id_,
        "description": id_,
        "prior": 0.0,
        "asks": list(weights),
        "evidence": evidence,
    }


def _taxonomy(
    categories: Mapping[str, Mapping[str, float]], outcome: Mapping[str, float] | None = None
) -> Taxonomy:
    """Categories with the weights of their answers, and two outcomes."""
    asked = {question for weights in (*categories.values(), outcome or {}) for question in weights}
    return Taxonomy.model_validate(
        {
            "questions": {
                question: {"text": f"{question}?", "choices": YES_OR_NO} for question in sorted(asked)
            },
            "groups": [
                {"id": "all", "name": "All", "categories": [_category(*each) for each in categories.items()]}
            ],
            "outcomes": [_category("none-of-these", outcome or {}), _category("not-certificate", {})],
        }
    )


def _ranked(reasons: tuple[str, ...] = ("seen",), **probability: float) -> tuple[RankedCategory, ...]:
    """Best first; the outcomes share what is left."""
    left = (1 - math.fsum(probability.values())) / 2
    everything = {**probability, "none-of-these": left, "not-certificate": left}
    best_first = sorted(everything.items(), key=lambda item: -item[1])
    return tuple(RankedCategory(id_, id_, share, reasons, ()) for id_, share in best_first)


def _asked(taxonomy: Taxonomy, ranked: tuple[RankedCategory, ...], **answers: str) -> list[str]:
    return [question.id for question in questions(ranked, answers, taxonomy)]


MANY = _taxonomy({"a": {f"q-{letter}": 1.0 + number for number, letter in enumerate("abcde")}, "b": {}})


def test_at_most_three_are_asked() -> None:
    """Nobody has time for more; and the most telling come first."""
    assert _asked(MANY, _ranked(a=0.5, b=0.4)) == ["q-e", "q-d", "q-c"]
    assert MAX_QUESTIONS == 3


def test_what_was_answered_is_not_asked_again() -> None:
    """The next one moves up."""
    assert _asked(MANY, _ranked(a=0.5, b=0.4), **{"q-d": "no"}) == ["q-e", "q-c", "q-b"]


def test_the_one_whose_answer_changes_most_comes_first() -> None:
    """Also where it stands last in the file: a question that tells two likely ones apart, before weaker ones."""
    taxonomy = _taxonomy({"a": {"weak": 0.8, "strong": 3.0}, "b": {"strong": -3.0}})
    assert _asked(taxonomy, _ranked(a=0.48, b=0.48)) == ["strong", "weak"]


def test_a_question_that_moves_the_likely_comes_before_one_that_moves_the_unlikely() -> None:
    """However strong the other's answers."""
    taxonomy = _taxonomy({"a": {"of-a": 2.0}, "b": {}, "c": {"of-c": 2.5}})
    assert _asked(taxonomy, _ranked(a=0.45, b=0.46, c=0.06))[0] == "of-a"


def test_an_answer_that_speaks_for_all_alike_is_not_asked_for() -> None:
    """It would change nothing."""
    taxonomy = _taxonomy({"a": {"same": 3.0}, "b": {"same": 3.0}})
    assert _asked(taxonomy, _ranked(a=0.5, b=0.5)) == []


def test_nothing_is_asked_where_it_is_settled() -> None:
    """From the stated probability on, and by a reason: without one it is a guess."""
    settled = _ranked(a=SETTLED, b=0.04)
    assert _asked(MANY, settled) == []
    assert _asked(MANY, _ranked(a=SETTLED - 0.05, b=0.04)) != []
    assert _asked(MANY, _ranked((), a=SETTLED, b=0.04)) != []


def test_what_is_hardly_possible_asks_nothing() -> None:
    """A category below the stated probability brings no question of its own; an outcome may."""
    taxonomy = _taxonomy({"a": {}, "b": {"of-b": 4.0}}, outcome={"of-none": 2.0})
    assert _asked(taxonomy, _ranked(a=0.4, b=WORTH_ASKING - 0.01)) == ["of-none"]
    assert "of-b" in _asked(taxonomy, _ranked(a=0.4, b=0.2))


def test_a_question_comes_with_its_words_and_its_choices() -> None:
    """In the order of the file, for the buttons."""
    (question, *_) = questions(_ranked(a=0.5, b=0.4), {}, MANY)
    assert (question.id, question.text) == ("q-e", "q-e?")
    assert question.choices == (Choice("yes", "Yes"), Choice("no", "No"))


_SHARES = st.lists(st.floats(0.001, 1), min_size=len(TAXONOMY.everything), max_size=len(TAXONOMY.everything))
_ANSWERED = st.sets(st.sampled_from(sorted(TAXONOMY.questions)))


@given(_SHARES, _ANSWERED)
def test_whatever_the_ranking_a_few_open_questions_are_asked(shares: list[float], answered: set[str]) -> None:
    """None twice, none that was answered, and each one of a category that is likely enough."""
    total = math.fsum(shares)
    ranked = sorted(
        (
            RankedCategory(category.id, category.name, share / total, ("seen",), ())
            for category, share in zip(TAXONOMY.everything, shares, strict=True)
        ),
        key=lambda one: -one.probability,
    )
    asked = [question.id for question in questions(ranked, dict.fromkeys(answered, "unknown"), TAXONOMY)]
    asks = {category.id: category.asks for category in TAXONOMY.everything}
    likely = {question for one in ranked if one.probability >= WORTH_ASKING for question in asks[one.id]}
    assert len(asked) == len(set(asked)) <= MAX_QUESTIONS
    assert set(asked) <= likely - answered


def test_every_question_is_asked_by_a_category_or_known_to_severity() -> None:
    """Nobody would ever be asked another one."""
    asked = {question for category in TAXONOMY.everything for question in category.asks}
    assert set(TAXONOMY.questions) - asked == KNOWN_TO_SEVERITY


@pytest.mark.parametrize("question", sorted(set(TAXONOMY.questions) - KNOWN_TO_SEVERITY))
def test_every_category_that_asks_learns_from_the_answer(question: str) -> None:
    """An answer that changes nothing is not worth a click."""
    told = {
        category.id
        for category in TAXONOMY.everything
        for evidence in category.evidence
        if evidence.when.startswith(f"answer:{question}=")
    }
    asking = {category.id for category in TAXONOMY.categories if question in category.asks}
    assert asking
    assert asking <= told


def test_what_severity_asks_can_be_answered() -> None:
    """Its rules name questions and choices that are there."""
    policy = SeverityPolicy.load(BOOKS / "severity.yaml")
    named = [rule.answer for rule in (*policy.recommendation, *policy.floors) if rule.answer]
    for question, _, choice in (answer.partition("=") for answer in named):
        assert choice in TAXONOMY.questions[question].choices
    assert set(TAXONOMY.questions["environment"].choices) == set(ANSWERED_ENVIRONMENT)
