"""What the lint says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.content_file import Document
from bot.runbooks.model import Runbook
from bot.taxonomy import Taxonomy


class Gravity(StrEnum):
    """Whether a runbook may stay like that."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or may be, and where."""

    file: Path
    line: int
    severity: Gravity
    sentence: str

    def __str__(self) -> str:
        """As compilers say it, so that editors find the place."""
        return f"{self.file}:{self.line}: {self.severity}: {self.sentence}"


class Fits(Protocol):
    """Whether the checklist can be shown while one phase is the current one, with a few words on each step of it."""

    def __call__(self, runbook: Runbook, phase: str) -> bool:
        """Render it and see."""


@dataclass(frozen=True, slots=True)
class Linting:
    """What a directory is judged by."""

    taxonomy: Taxonomy
    today: date
    fits: Fits
    ours: Mapping[str, Runbook] | None
    """The built-in runbooks; None where these themselves are judged."""
    tools: frozenset[str] | None = None
    """What ``tools.yaml`` of the directory lists; None where there is none."""
    contacts: frozenset[str] | None = None
    """The same for ``contacts.yaml``."""


def error(document: Document, sentence: str, *place: str | int) -> Problem:
    """Something that must not stay, at a place of a file."""
    return Problem(document.path, document.line_of(*place), Gravity.ERROR, sentence)


def warning(document: Document, sentence: str, *place: str | int) -> Problem:
    """Something to look at, at a place of a file."""
    return Problem(document.path, document.line_of(*place), Gravity.WARNING, sentence)
