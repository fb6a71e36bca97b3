"""Verb: say which certificates every address of the incident's host should present."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.diagnostics import Expectation, parse_expectation
from bot.diagnostics.model.comparison import ExpectationKind
from bot.incidents.tables import IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import TimelineKind


def expect_certificates(
    session: AsyncSession, incident: IncidentRow, texts: Sequence[str], now: datetime, *, by: str
) -> None:
    """From now on each diagnosis of the incident's host says whether it is so. What was expected before is forgotten.

    The caller marks the incident as changed.

    Raises:
        ExpectationError: One is no fingerprint and no serial number.
    """
    expected = [_written(parse_expectation(text)) for text in texts]
    incident.expected = "\n".join(expected)
    words = f"Expected from now on: {', '.join(expected)}"
    record(session, incident, TimelineKind.EXPECTED, words, at=now, actor=by)


def expectations_of(incident: IncidentRow) -> tuple[Expectation, ...]:
    """What is expected; any of them is enough."""
    return tuple(parse_expectation(text) for text in incident.expected.splitlines())


def _written(expectation: Expectation) -> str:
    """As `parse_expectation` reads it back."""
    if expectation.kind is ExpectationKind.SPKI:
        return f"spki:{expectation.value}"
    return expectation.value
