"""The content that triage goes by, read once for all tests."""

import functools

from bot import content
from bot.taxonomy import Taxonomy
from bot.triage import ReportReader, ReportReading
from bot.triage.tls_errors import TlsErrors

BOOKS = content.root() / "runbooks"
REPORTS = BOOKS / "reports"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")


@functools.cache
def tls_errors() -> TlsErrors:
    """Those of the project."""
    return TlsErrors.load(BOOKS / "tls_errors.yaml")


@functools.cache
def reader() -> ReportReader:
    """As the bot has it, without an organisation's own examples."""
    return ReportReader.load(BOOKS / "tls_errors.yaml", REPORTS, taxonomy=TAXONOMY)


def reading(report: str) -> ReportReading:
    """What `reader` reads."""
    return reader().read(report)
