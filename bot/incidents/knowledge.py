"""Everything that an incident is judged by: the content, read once at start."""

from dataclasses import dataclass
from pathlib import Path

from bot.known_incidents.library import KnownIncidentLibrary
from bot.known_incidents.similar import KnownIncidents
from bot.taxonomy import SeverityPolicy, Taxonomy
from bot.triage import ReportReader

KNOWN = "known"
EXAMPLES = "reports"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Categories, severity policy, the reader of reports, and known incidents."""

    taxonomy: Taxonomy
    policy: SeverityPolicy
    reader: ReportReader
    known: KnownIncidents

    @classmethod
    def load(cls, books: Path, own: Path | None = None) -> "Knowledge":
        """Read ``runbooks/``, and the known incidents and examples of the organisation's own directory.

        Raises:
            ContentFileError: A file does not fit; file and line are named.
        """
        taxonomy = Taxonomy.load(books / "taxonomy.yaml")
        places = [books] if own is None else [books, own]
        return cls(
            taxonomy=taxonomy,
            policy=SeverityPolicy.load(books / "severity.yaml"),
            reader=ReportReader.load(
                books / "tls_errors.yaml", *(place / EXAMPLES for place in places), taxonomy=taxonomy
            ),
            known=KnownIncidents(KnownIncidentLibrary.load(*(place / KNOWN for place in places)), taxonomy),
        )
