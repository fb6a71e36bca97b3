"""Somebody has looked at it, and tried it, within a year."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem, warning

YEAR = timedelta(days=366)
AHEAD = timedelta(days=1)
"""It is tomorrow already where some reviewers are."""


def age(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """What nobody reviewed for a year is drifting; what nobody exercised may not work."""
    if file.overrides:
        return
    reviewed, exercised = file.runbook.reviewed_on, file.runbook.exercised_on
    for key, on in (("reviewed_on", reviewed), ("exercised_on", exercised)):
        if on is not None and on > linting.today + AHEAD:
            yield warning(file.document, f"{key} is {on}, which is still to come", key)
    if reviewed is not None and reviewed < linting.today - YEAR:
        yield warning(
            file.document, f"it was last reviewed on {reviewed}, more than a year ago", "reviewed_on"
        )
    if linting.ours is None or is_exercised(file, linting.today):
        return
    said = f"last exercised on {exercised}, more than a year ago" if exercised else "never exercised"
    yield warning(file.document, f"it was {said}", "exercised_on")


def is_exercised(file: RunbookFile, today: date) -> bool:
    """Whether somebody followed it within a year, in an exercise or for real."""
    on = file.runbook.exercised_on
    return on is not None and on >= today - YEAR
