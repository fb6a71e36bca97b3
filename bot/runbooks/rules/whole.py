"""A whole runbook says everything that one is for."""

from collections.abc import Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem, error

REQUIRED = {
    "done_when": "what proves that the incident is over",
    "what_not_to_do": "what must not be done",
    "applies_when": "when it applies",
    "does_not_apply_when": "when it does not, and which kind it is then",
    "tell": "what to tell whom in the first update",
    "escalate_when": "when to escalate",
    "original_certificate": "what becomes of the certificate that failed",
    "review_prompts": "what the review should ask",
    "sources": "where its statements come from",
    "reviewed_on": "when somebody last reviewed it",
}
REVIEW = "review"


def whole(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """Every key is filled, every step says when it is done, and the last one is the review."""
    del linting
    for place, step in file.steps():
        if not step.done_when.strip():
            yield error(file.document, f"{step.id} does not say when it is done", *place, "done_when")
    if file.overrides:
        return
    for key, meaning in REQUIRED.items():
        if _is_empty(getattr(file.runbook, key)):
            yield error(file.document, f"{key} is missing: {meaning}", key)
    last = len(file.runbook.steps) - 1
    if file.runbook.steps[last].id != REVIEW:
        yield error(file.document, f"the last step must be {REVIEW}", "steps", last, "id")


def _is_empty(value: object) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
