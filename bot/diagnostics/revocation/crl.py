"""Lists, read so that nobody is held up: small ones at once, large ones in a process of their own."""

import asyncio
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from bot.diagnostics.model.revocation import AnswerDefect, RevocationStatus
from bot.diagnostics.revocation.crl_reading import ListQuestion, ListReading, read_list
from bot.diagnostics.revocation.large_crl import read_apart
from bot.diagnostics.revocation.reading import Reading
from bot.diagnostics.revocation.subjects import Subject

SMALL_BYTES = 1_000_000
"""Up to this size a list is read in about 15 ms; a process of its own takes longer than that to start."""
READING_S = 30.0
"""Where no deadline is sooner: a million entries take a second on an idle machine."""


class ListReader:
    """Reads the lists of one diagnosis, one large one at a time: each takes eight times its size in memory."""

    def __init__(self, deadline: float | None = None) -> None:
        """``deadline`` in the running loop's time."""
        self._deadline = deadline
        self._turn = asyncio.Semaphore(1)

    async def read(self, body: bytes, subject: Subject) -> Reading:
        """What the list says of the certificate; any bytes are allowed."""
        issuer = subject.issuer
        question = ListQuestion(
            subject.certificate.public_bytes(Encoding.DER),
            issuer.public_bytes(Encoding.DER) if issuer is not None else None,
        )
        if len(body) <= SMALL_BYTES:
            return _reading(read_list(body, question))
        until = asyncio.get_running_loop().time() + READING_S
        until = until if self._deadline is None else min(until, self._deadline)
        try:
            async with asyncio.timeout_at(until), self._turn:
                found = await read_apart(body, question)
        except TimeoutError:
            found = None
        if found is None:
            size = f"{len(body) / 1_000_000:.0f} MB"
            return Reading(
                defect=AnswerDefect.UNREADABLE,
                detail=f"the list of {size} could not be read in time and bounds",
            )
        return _reading(found)


def _reading(found: ListReading) -> Reading:
    return Reading(
        said=RevocationStatus(found.said),
        defect=AnswerDefect(found.defect) if found.defect is not None else None,
        detail=found.detail,
        verified=found.verified,
        this_update=_time(found.this_update),
        next_update=_time(found.next_update),
        revoked_at=_time(found.revoked_at),
        reason=found.reason,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
