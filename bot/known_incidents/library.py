"""All the known incidents of the content."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content_file import ContentFileError, load_content_file
from bot.known_incidents.model import KnownIncident, KnownIncidentFile


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A known incident under the subcategory whose file holds it."""

    category: str
    incident: KnownIncident


@dataclass(frozen=True, slots=True)
class KnownIncidentLibrary:
    """Every entry of one or more directories."""

    entries: tuple[LibraryEntry, ...]

    @classmethod
    def load(cls, *directories: Path) -> "KnownIncidentLibrary":
        """Read ``<subcategory>.yaml`` of each directory; one that does not exist has none.

        Raises:
            ContentFileError: A file does not fit, or an id is there twice; file and line are named.
        """
        entries: list[LibraryEntry] = []
        seen: dict[str, Path] = {}
        for path in _files(directories):
            for incident in load_content_file(path, KnownIncidentFile).root:
                if incident.id in seen:
                    raise ContentFileError(f"{path}:1: {incident.id} is in {seen[incident.id]} already.")
                seen[incident.id] = path
                entries.append(LibraryEntry(path.stem, incident))
        return cls(tuple(entries))

    def find(self, incident_id: str) -> LibraryEntry | None:
        """The entry with that id; None where there is none."""
        return next((entry for entry in self.entries if entry.incident.id == incident_id), None)


def _files(directories: tuple[Path, ...]) -> Iterator[Path]:
    for directory in directories:
        yield from sorted(directory.glob("*.yaml"))
