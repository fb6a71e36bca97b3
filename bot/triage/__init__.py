"""Which kind of incident it is: a ranking with its reasons, and the questions that would settle it."""

from bot.triage.suggest import suggest
from bot.triage.suggestion import (
    Choice,
    Question,
    RankedCategory,
    Suggestion,
    Verdict,
    suggestion_from_json,
    suggestion_to_json,
)

__all__ = [
    "Choice",
    "Question",
    "RankedCategory",
    "Suggestion",
    "Verdict",
    "suggest",
    "suggestion_from_json",
    "suggestion_to_json",
]
