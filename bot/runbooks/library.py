"""All the runbooks: the built-in ones, and the organisation's own over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content_file import ContentFileError, load_content_file
from bot.runbooks.model import Runbook

GENERAL = "none-of-these"
NOT_RUNBOOKS = frozenset({"taxonomy.yaml", "severity.yaml", "tls_errors.yaml"})


@dataclass(frozen=True, slots=True)
class RunbookLibrary:
    """Runbooks by category."""

    runbooks: Mapping[str, Runbook]

    @classmethod
    def load(cls, directory: Path, organisation_directory: Path | None = None) -> "RunbookLibrary":
        """Read every runbook; the organisation's own replace or add to the built-in ones, file by file.

        Raises:
            ContentFileError: One does not fit, is named otherwise than its id, or the general one is missing.
        """
        found = _read(directory)
        if organisation_directory is not None:
            if not organisation_directory.is_dir():
                raise ContentFileError(
                    f"{organisation_directory} is no directory.", remedy="Check CERTINC_RUNBOOKS_DIR."
                )
            found |= _read(organisation_directory)
        if GENERAL not in found:
            raise ContentFileError(f"{directory} has no general runbook, {GENERAL}.yaml.")
        return cls(found)

    def for_category(self, category_id: str) -> Runbook:
        """The category's runbook; the general one where it has none of its own."""
        return self.runbooks.get(category_id, self.runbooks[GENERAL])


def _read(directory: Path) -> dict[str, Runbook]:
    found = {}
    for path in sorted(directory.glob("*.yaml")):
        if path.name in NOT_RUNBOOKS:
            continue
        runbook = load_content_file(path, Runbook)
        if runbook.id != path.stem:
            raise ContentFileError(f"{path}:1: the id {runbook.id!r} must be the name of the file.")
        found[runbook.id] = runbook
    return found
