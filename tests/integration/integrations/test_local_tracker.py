"""The tracker that is always there."""

import asyncio
from datetime import UTC, date, datetime

from bot.clock import FrozenClock
from bot.integrations.tracker import LocalTracker, TrackerItem
from bot.storage.database import Database

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def _item(key: str) -> TrackerItem:
    return TrackerItem(key, "Alert on failed renewals", "why", "U0C", date(2026, 12, 24), ("monitoring",))


async def test_the_same_key_is_the_same_item(database: Database) -> None:
    """Filing twice files once, and it can be found."""
    tracker = LocalTracker(database, "T1", FrozenClock(NOW))
    first = await tracker.file(_item("a"))
    assert await tracker.file(_item("a")) == first
    assert await tracker.find("a") == first
    assert await tracker.find("b") is None


async def test_numbers_count_within_the_workspace(database: Database) -> None:
    """Even when several are filed at once."""
    tracker = LocalTracker(database, "T1", FrozenClock(NOW))
    filed = await asyncio.gather(*(tracker.file(_item(str(n))) for n in range(8)))
    assert sorted(reference.id for reference in filed) == sorted(f"PIR-{n}" for n in range(1, 9))
    other = await LocalTracker(database, "T2", FrozenClock(NOW)).file(_item("0"))
    assert other.id == "PIR-1"
