"""The tracker that is always there: items in the bot's own database."""

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.clock import Clock
from bot.integrations.tracker.interface import TrackerItem, TrackerReference
from bot.integrations.tracker.table import LocalTrackerItemRow
from bot.storage.advisory_lock import hold_until_commit
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class LocalTracker:
    """Items of one workspace. Filing the same key twice gives the same item."""

    database: Database
    team_id: str
    clock: Clock

    async def file(self, item: TrackerItem) -> TrackerReference:
        """Store the item under the workspace's next number."""
        async with self.database.transaction() as session:
            await hold_until_commit(session, f"local-tracker/{self.team_id}")
            row = await session.scalar(
                select(LocalTrackerItemRow).where(
                    LocalTrackerItemRow.team_id == self.team_id, LocalTrackerItemRow.key == item.key
                )
            )
            if row is None:
                last = await session.scalar(
                    select(func.max(LocalTrackerItemRow.number)).where(
                        LocalTrackerItemRow.team_id == self.team_id
                    )
                )
                row = LocalTrackerItemRow(
                    team_id=self.team_id,
                    key=item.key,
                    number=(last or 0) + 1,
                    title=item.title,
                    body=item.body,
                    owner=item.owner,
                    due=item.due,
                    labels=list(item.labels),
                    filed_at=self.clock.now(),
                )
                session.add(row)
            return _reference(row)

    async def find(self, key: str) -> TrackerReference | None:
        """By our key."""
        async with self.database.reading() as session:
            row = await session.scalar(
                select(LocalTrackerItemRow).where(
                    LocalTrackerItemRow.team_id == self.team_id, LocalTrackerItemRow.key == key
                )
            )
        return _reference(row) if row is not None else None


def _reference(row: LocalTrackerItemRow) -> TrackerReference:
    return TrackerReference(f"PIR-{row.number}")
