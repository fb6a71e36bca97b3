"""What a diagnosis found, as files in its thread: asked for here, shared by a job."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.tables import IncidentRow
from bot.jobs.queue import enqueue_once

ATTACH_DIAGNOSIS = "attach-diagnosis"
"""Kind of the job; its payload is ``{"incident": id, "number": n}``."""

AFTER = timedelta(seconds=2)
"""Files come after what people wait for: the card, the diagnosis itself, the suggestion."""


async def queue_attachments(session: AsyncSession, incident: IncidentRow, number: int, now: datetime) -> None:
    """Have the files of diagnosis ``number`` shared, once."""
    await enqueue_once(
        session,
        team_id=incident.team_id,
        key=f"{ATTACH_DIAGNOSIS}/{incident.id}/{number}",
        kind=ATTACH_DIAGNOSIS,
        payload={"incident": incident.id, "number": number},
        run_at=now + AFTER,
    )
