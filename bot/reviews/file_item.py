"""Job: file one action item in the tracker, once."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.tables import IncidentRow
from bot.integrations.tracker import Tracker, TrackerItem, TrackerReference
from bot.jobs.worker import Claim, Done, Outcome
from bot.reviews.close_with_review import queue_document
from bot.reviews.tables import ActionItemRow
from bot.storage.database import Database

TRACKER_TIMEOUT_S = 5.0
"""What must be left of the lease before the tracker is asked, in seconds."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """The handler of `FILE_ITEM` jobs."""

    database: Database
    clock: Clock
    tracker: Tracker

    async def __call__(self, claim: Claim) -> Outcome:
        """Look the item up if this is not the first try, file it otherwise, and link it back."""
        item_id = str(claim.job.payload["item"])
        async with self.database.reading() as session:
            row = await session.get(ActionItemRow, item_id)
            incident = await session.get(IncidentRow, row.incident_id) if row else None
        if row is None or incident is None or row.reference is not None:
            return Done()
        filed = await self.tracker.find(row.id) if claim.job.attempts > 1 else None
        if filed is None:
            claim.check_deadline(TRACKER_TIMEOUT_S)
            filed = await self.tracker.file(_tracker_item(row, incident))
        reference = filed

        async def link_back(session: AsyncSession) -> None:
            await self._link_back(session, row, reference)

        return Done(also=link_back)

    async def _link_back(
        self, session: AsyncSession, filed: ActionItemRow, reference: TrackerReference
    ) -> None:
        now = self.clock.now()
        incident = await incident_for_change(session, filed.team_id, filed.incident_id)
        row = await session.get_one(ActionItemRow, filed.id)
        row.reference, row.url, row.error = reference.id, reference.url, None
        await queue_document(session, incident, now)
        await changed(session, incident, now)


async def note_parked_item(
    session: AsyncSession, clock: Clock, item_id: str, team_id: str, reason: str
) -> None:
    """Show in the review that the tracker did not take the item, and why."""
    row = await session.get(ActionItemRow, item_id)
    if row is None:
        return
    row.error = reason
    incident = await incident_for_change(session, team_id, row.incident_id)
    await changed(session, incident, clock.now())


def _tracker_item(row: ActionItemRow, incident: IncidentRow) -> TrackerItem:
    lines = [row.why, f"Done when: {row.acceptance}" if row.acceptance else ""]
    if not incident.private:
        lines.append(f"From the certificate incident {incident.subject_value} ({incident.channel_name}).")
    return TrackerItem(
        key=row.id,
        title=row.title,
        body="\n\n".join(line for line in lines if line),
        owner=row.owner,
        due=row.due_on,
        labels=("certificate-incident", row.gap),
    )
