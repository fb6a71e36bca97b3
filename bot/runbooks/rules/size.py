"""Its checklist can be shown."""

from collections.abc import Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem, error


def size(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """A phase whose steps do not even fit in brief would be a list of titles."""
    for phase in file.runbook.phases:
        place = next((place for place, step in file.steps() if step.phase == phase), None)
        if place is not None and not linting.fits(file.runbook, phase):
            yield error(
                file.document,
                f"the message of the phase {phase!r} is over Slack's limits even in brief: make two phases of it",
                *place,
            )
