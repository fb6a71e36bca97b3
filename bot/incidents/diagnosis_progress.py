"""How far a diagnosis is: told in the channel only where it takes long, since most are over in a blink."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.lane import changed
from bot.incidents.tables import DiagnosisRow, IncidentRow

PATIENCE_S = 2.0
"""Real seconds before the first word, and between words."""


async def record_progress(
    session: AsyncSession, incident: IncidentRow, number: int, words: str, now: datetime
) -> None:
    """Verb: keep how far the diagnosis is. One that is finished, or says so already, is left alone."""
    row = await session.scalar(
        select(DiagnosisRow).where(DiagnosisRow.incident_id == incident.id, DiagnosisRow.number == number)
    )
    if row is None or row.finished_at is not None or row.progress == words:
        return
    row.progress = words
    await changed(session, incident, now)


@asynccontextmanager
async def telling(
    keep: Callable[[str], Awaitable[None]], patience_s: float = PATIENCE_S
) -> AsyncIterator[Callable[[str], None]]:
    """A function to tell how far one is; the latest word is kept by ``keep`` as long as the block lasts."""
    latest: list[str] = []
    task = asyncio.create_task(_keep_latest(latest, keep, patience_s))
    try:
        yield lambda words: latest.__setitem__(slice(None), [words])
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep_latest(latest: list[str], keep: Callable[[str], Awaitable[None]], patience_s: float) -> None:
    kept: list[str] = []
    while True:
        await asyncio.sleep(patience_s)
        if latest != kept:
            kept = [*latest]
            await keep(kept[0])
