"""The five questions of a certificate incident's review."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with a hint of what a useful answer covers."""

    id: str
    text: str
    hint: str


QUESTIONS = (
    Question(
        "reached",
        "Why did it get this far?",
        "Was the change never made, or made and not carried through? Which step failed, and silently?",
    ),
    Question(
        "detection",
        "Why was it noticed so late?",
        "No check, a check of the wrong thing, an alert that nobody saw: each has its own fix.",
    ),
    Question(
        "response",
        "Why did the response take its time?",
        "Where did the minutes go: finding the owner, getting approval, issuing, deploying, verifying?",
    ),
    Question(
        "pattern",
        "What pattern is it?",
        "Which other certificates share its CA, workflow, team or automation gap?",
    ),
    Question(
        "operation",
        "What must change in how we operate?",
        "Ownership, workflow or monitoring that nobody has today.",
    ),
)
