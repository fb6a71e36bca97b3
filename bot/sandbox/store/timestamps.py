"""Message timestamps: ``"1700000000.000100"``, Unix seconds with six decimals, kept as text.

Slack compares them as numbers. With ten digits before the point (until the year 2286) text sorts the same way.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal

BEGINNING = "0000000000.000000"
"""Before every message; also what Slack shows as ``last_read`` of an unread channel."""

_PATTERN = re.compile(r"\d{1,10}(\.\d{1,6})?")


def of_micros(micros: int) -> str:
    """The timestamp of ``micros`` microseconds after the epoch."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{seconds:010d}.{rest:06d}"


def micros_of(moment: datetime) -> int:
    """Whole microseconds from the epoch to ``moment``."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def seconds_of(moment: datetime) -> int:
    """Whole Unix seconds of ``moment``."""
    return micros_of(moment) // 1_000_000


def normalised(text: str) -> str | None:
    """``text`` in the stored form, or None where it is not a timestamp."""
    if not _PATTERN.fullmatch(text):
        return None
    return of_micros(int(Decimal(text) * 1_000_000))
