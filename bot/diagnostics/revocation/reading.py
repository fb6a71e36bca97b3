"""What was read in a response or a list, and what of it counts at a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import utc_minute
from bot.diagnostics.model.revocation import (
    AnswerDefect,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.subjects import Subject

TOLERANCE = timedelta(minutes=5)
"""By which clocks may differ, at either end. OpenSSL's usual one."""

MAX_AGE_WITHOUT_END = timedelta(hours=24)
"""An OCSP response without nextUpdate is one of which a newer is always to be had (RFC 6960, 4.2.2.1): an old one is
a replay. RFC 5019 and the Baseline Requirements (4.9.10) do not allow them at all."""

HOLD = "certificateHold"
"""The one reason that can be taken back (RFC 5280, 5.3.1)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says, whether or not it counts."""

    said: RevocationStatus = RevocationStatus.UNAVAILABLE
    defect: AnswerDefect | None = None
    detail: str = ""
    verified: bool = False
    this_update: datetime | None = None
    next_update: datetime | None = None
    revoked_at: datetime | None = None
    reason: str | None = None


def answer(
    reading: Reading,
    subject: Subject,
    source: RevocationSource,
    location: str,
    now: datetime,
    took_ms: float | None = None,
) -> RevocationAnswer:
    """The answer that counts at ``now``.

    Only a verified, current answer is good. A revocation past its nextUpdate still counts, since it is never undone;
    one that is on hold could be.
    """
    dated, words = _datedness(reading, source, now)
    defect = reading.defect or dated
    lasting = (
        reading.said is RevocationStatus.REVOKED and reading.reason != HOLD and dated is AnswerDefect.STALE
    )
    counts = defect is None or (reading.defect is None and lasting)
    return RevocationAnswer(
        source=source,
        location=location,
        fingerprint=subject.fingerprint,
        subject=subject.facts.subject_name,
        position=subject.position,
        status=reading.said if counts else RevocationStatus.UNAVAILABLE,
        detail=reading.detail or words,
        verified=reading.verified,
        current=reading.this_update is not None and dated is None,
        for_other_certificate=reading.defect is AnswerDefect.OTHER_CERTIFICATE,
        this_update=reading.this_update,
        next_update=reading.next_update,
        revoked_at=reading.revoked_at,
        reason=reading.reason,
        took_ms=took_ms,
        defect=defect,
        claimed=None if counts or reading.said is RevocationStatus.UNAVAILABLE else reading.said,
    )


def _datedness(reading: Reading, source: RevocationSource, now: datetime) -> tuple[AnswerDefect | None, str]:
    """Whether ``now`` lies between thisUpdate and nextUpdate (RFC 6960, 4.2.2.1; RFC 5280, 6.3.3 (d))."""
    begins, ends = reading.this_update, reading.next_update
    if begins is None:
        return None, ""
    if begins > now + TOLERANCE:
        return AnswerDefect.NOT_YET, f"it is dated {utc_minute(begins)}, which lies ahead"
    if ends is None and source is RevocationSource.CRL:
        return AnswerDefect.STALE, "it has no nextUpdate, which every list must have"
    if ends is None and now - begins > MAX_AGE_WITHOUT_END:
        return AnswerDefect.STALE, f"it is of {utc_minute(begins)}, and does not say how long it holds"
    if ends is not None and ends < now - TOLERANCE:
        return AnswerDefect.STALE, f"it was to be replaced by {utc_minute(ends)}"
    return None, ""
