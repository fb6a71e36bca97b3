"""Nothing is revoked before its replacement is proven."""

import re
from collections.abc import Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.model import Step
from bot.runbooks.problem import Linting, Problem, error

_REVOKES = re.compile(r"\brevoke\b|\b(have|get)\b.*\brevoked\b", re.IGNORECASE)
_DOES_NOT = re.compile(r"\b(not|never|whether|before|will|would|may|can)( to)? revoke\b", re.IGNORECASE)
"""Titles say what to do; these only speak of it."""


def revoking(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """A step that revokes is locked until another one is done."""
    del linting
    for place, step in file.steps():
        if step.locked_until is None and _revokes(step):
            yield error(
                file.document,
                f"{step.id} revokes, and is not locked until the replacement is proven (locked_until)",
                *place,
                "id",
            )


def _revokes(step: Step) -> bool:
    return bool(_REVOKES.search(step.id) or _REVOKES.search(_DOES_NOT.sub("", step.title)))
