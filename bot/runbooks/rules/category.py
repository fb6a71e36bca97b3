"""A runbook is for a category."""

import difflib
from collections.abc import Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem, error


def category(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """A runbook for a category that is none would never be shown."""
    known = [each.id for each in linting.taxonomy.everything]
    if file.runbook.id not in known:
        near = difflib.get_close_matches(file.runbook.id, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        yield error(file.document, f"there is no category {file.runbook.id}{hint}", "id")
