"""The runbook files of a directory, and one of them read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content_file import ContentFileError, Document, read_document
from bot.runbooks.model import Runbook, Step
from bot.runbooks.overriding import OVERRIDE_STEPS, StepOverrides, is_override, overridden

TOOLS = "tools.yaml"
CONTACTS = "contacts.yaml"
NOT_RUNBOOKS = frozenset({"taxonomy.yaml", "severity.yaml", "tls_errors.yaml", TOOLS, CONTACTS})


@dataclass(frozen=True, slots=True)
class RunbookFile:
    """A runbook as one file says it, alone or over the built-in one."""

    document: Document
    runbook: Runbook
    overrides: StepOverrides | None = None
    """Where the file replaces single steps: these."""

    @property
    def path(self) -> Path:
        """Where it stands."""
        return self.document.path

    def steps(self) -> Iterator[tuple[tuple[str, int], Step]]:
        """The steps that stand in the file itself, each with its place in it."""
        key, steps = (
            (OVERRIDE_STEPS, self.overrides.override_steps)
            if self.overrides
            else ("steps", self.runbook.steps)
        )
        for number, step in enumerate(steps):
            yield (key, number), step


def runbook_files(directory: Path) -> list[Path]:
    """The files that hold runbooks, in the order of their names."""
    return sorted(path for path in directory.glob("*.yaml") if path.name not in NOT_RUNBOOKS)


def read_runbook_file(path: Path, ours: Mapping[str, Runbook] | None = None) -> RunbookFile:
    """Read a whole runbook, or steps over one of ``ours``; where there are none, it has to be whole.

    Raises:
        ContentFileError: It does not fit, or is named otherwise than its id.
    """
    document = read_document(path)
    if not is_override(document):
        runbook = document.fitted(Runbook)
        _require_name(document, runbook.id)
        return RunbookFile(document, runbook)
    overrides = document.fitted(StepOverrides)
    _require_name(document, overrides.id)
    return RunbookFile(document, overridden(document, overrides, (ours or {}).get(overrides.id)), overrides)


def _require_name(document: Document, runbook_id: str) -> None:
    if runbook_id != document.path.stem:
        reason = f"the id {runbook_id!r} must be the name of the file"
        raise ContentFileError.of(document.path, document.fault(reason, "id"))
