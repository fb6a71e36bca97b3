"""All the runbooks: the built-in ones, and the organisation's own over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content_file import ContentFileError
from bot.runbooks.files import read_runbook_file, runbook_files
from bot.runbooks.model import Runbook

GENERAL = "none-of-these"


@dataclass(frozen=True, slots=True)
class BrokenRunbook:
    """A file of the organisation's that cannot be used, so that ours is."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        """For logs and the command line."""
        return f"{self.file}:{self.line}: {self.reason}."

    @property
    def short(self) -> str:
        """For the channel, which the server's directories do not concern."""
        return f"{self.file.name}:{self.line}: {self.reason}."


@dataclass(frozen=True, slots=True)
class RunbookLibrary:
    """Runbooks by category."""

    runbooks: Mapping[str, Runbook]
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of the organisation: the steps that it replaces; none where the whole is its own."""
    faults: Mapping[str, BrokenRunbook] = field(default_factory=dict)
    """Its files that cannot be used, by the name that each has before ``.yaml``."""

    @classmethod
    def load(cls, directory: Path, organisation_directory: Path | None = None) -> "RunbookLibrary":
        """Read every runbook; the organisation's own replace or add to the built-in ones, file by file.

        A file of the organisation's that is broken is left out, and told in `broken`.

        Raises:
            ContentFileError: A built-in one does not fit, is named otherwise than its id, or the general one is
                missing; or the organisation's directory is none.
        """
        ours = {path.stem: read_runbook_file(path).runbook for path in runbook_files(directory)}
        if GENERAL not in ours:
            raise ContentFileError(f"{directory} has no general runbook, {GENERAL}.yaml.")
        if organisation_directory is None:
            return cls(ours)
        if not organisation_directory.is_dir():
            raise ContentFileError(
                f"{organisation_directory} is no directory.", remedy="Check CERTINC_RUNBOOKS_DIR."
            )
        return cls._with_own(ours, organisation_directory)

    @classmethod
    def _with_own(cls, ours: Mapping[str, Runbook], directory: Path) -> "RunbookLibrary":
        found = dict(ours)
        own: dict[str, tuple[str, ...]] = {}
        faults: dict[str, BrokenRunbook] = {}
        for path in runbook_files(directory):
            try:
                file = read_runbook_file(path, ours)
            except ContentFileError as error:
                faults[path.stem] = BrokenRunbook(path, error.faults[0].line, error.faults[0].reason)
            else:
                found[file.runbook.id] = file.runbook
                own[file.runbook.id] = tuple(s.id for _, s in file.steps()) if file.overrides else ()
        return cls(found, own, faults)

    @property
    def broken(self) -> tuple[str, ...]:
        """A sentence for each file of the organisation's that cannot be used, with file and line."""
        return tuple(map(str, self.faults.values()))

    def broken_for(self, category_id: str) -> BrokenRunbook | None:
        """The organisation's own runbook for the category, where it is there and broken."""
        return self.faults.get(category_id) or self.faults.get(self.for_category(category_id).id)

    def for_category(self, category_id: str) -> Runbook:
        """The category's runbook; the general one where it has none of its own."""
        return self.runbooks.get(category_id, self.runbooks[GENERAL])
