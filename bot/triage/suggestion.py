"""What triage says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How sure triage is, and of what."""

    SUGGESTED = "suggested"
    UNSURE = "unsure"
    NONE_OF_THESE = "none-of-these"
    NOT_CERTIFICATE = "not-certificate"


@dataclass(frozen=True, slots=True)
class RankedCategory:
    """One category with its probability and its reasons, the strongest first."""

    id: str
    name: str
    probability: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]

    @property
    def likelihood_word(self) -> str:
        """The probability in words."""
        for least, word in ((0.9, "very likely"), (0.7, "likely"), (0.4, "possible")):
            if self.probability >= least:
                return word
        return "unlikely"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say, and would change the ranking."""

    id: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The ranking, best first, over all categories and outcomes."""

    verdict: Verdict
    ranked: tuple[RankedCategory, ...]
    questions: tuple[Question, ...]


def suggestion_to_json(suggestion: Suggestion) -> dict[str, Any]:
    """As JSON values."""
    document = asdict(suggestion)
    return {
        "verdict": str(suggestion.verdict),
        "ranked": [
            {
                **ranked,
                "reasons_for": list(ranked["reasons_for"]),
                "reasons_against": list(ranked["reasons_against"]),
            }
            for ranked in document["ranked"]
        ],
        "questions": [
            {**question, "choices": list(question["choices"])} for question in document["questions"]
        ],
    }


def suggestion_from_json(document: Mapping[str, Any]) -> Suggestion:
    """Read back what `suggestion_to_json` wrote."""
    return Suggestion(
        verdict=Verdict(document["verdict"]),
        ranked=tuple(
            RankedCategory(
                **{
                    **ranked,
                    "reasons_for": tuple(ranked["reasons_for"]),
                    "reasons_against": tuple(ranked["reasons_against"]),
                }
            )
            for ranked in document["ranked"]
        ),
        questions=tuple(
            Question(
                question["id"],
                question["text"],
                tuple(Choice(**choice) for choice in question["choices"]),
            )
            for question in document["questions"]
        ),
    )
