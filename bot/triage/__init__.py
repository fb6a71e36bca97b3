"""Which kind of incident it is: a ranking with its reasons, and the questions that would settle it."""

from bot.triage.evidence import Known, ServiceKnown
from bot.triage.report_reader import NOTHING_SAID, Example, ReportReader, ReportReading
from bot.triage.suggest import suggest
from bot.triage.suggestion import (
    Choice,
    Question,
    RankedCategory,
    Suggestion,
    Verdict,
    suggestion_from_json,
    suggestion_to_json,
)
from bot.triage.tls_errors import TlsErrors

__all__ = [
    "NOTHING_SAID",
    "Choice",
    "Example",
    "Known",
    "Question",
    "RankedCategory",
    "ReportReader",
    "ReportReading",
    "ServiceKnown",
    "Suggestion",
    "TlsErrors",
    "Verdict",
    "suggest",
    "suggestion_from_json",
    "suggestion_to_json",
]
