"""Transactions and times on both databases."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.incidents.deliveries import DeliveryRow, first_delivery
from bot.storage.database import Database
from bot.storage.process_lock import DatabaseInUseError, hold_process_lock

AT = datetime(2026, 11, 24, 2, 0, 0, 123456, tzinfo=UTC)


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    """A time given in another zone is the same instant afterwards."""
    there = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    async with database.transaction() as session:
        session.add(DeliveryRow(key="k", team_id="T1", at=there))
    async with database.reading() as session:
        assert await session.scalar(select(DeliveryRow.at)) == AT


async def test_naive_times_are_refused(database: Database) -> None:
    """Nothing is stored of a time without a zone."""
    with pytest.raises(StatementError, match="without a zone"):
        async with database.transaction() as session:
            session.add(DeliveryRow(key="k", team_id="T1", at=AT.replace(tzinfo=None)))
    async with database.reading() as session:
        assert (await session.scalars(select(DeliveryRow))).all() == []


async def test_an_error_leaves_nothing_behind(database: Database) -> None:
    """A transaction is whole or not at all."""

    async def fails_in_the_middle() -> None:
        async with database.transaction() as session:
            session.add(DeliveryRow(key="k", team_id="T1", at=AT))
            await session.flush()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await fails_in_the_middle()
    async with database.reading() as session:
        assert (await session.scalars(select(DeliveryRow))).all() == []


async def test_a_delivery_counts_once(database: Database) -> None:
    """The second delivery of the same click is known; the same key in another workspace is another one."""
    async with database.transaction() as session:
        assert await first_delivery(session, "T1", "click/1", AT)
        assert not await first_delivery(session, "T1", "click/1", AT)
        assert await first_delivery(session, "T2", "click/1", AT)


def test_a_second_process_is_refused_the_file(tmp_path: Path) -> None:
    """The sentence says what to do; once the first lets go, the file is free."""
    path = tmp_path / "certinc.db"
    with ExitStack() as first:
        first.enter_context(hold_process_lock(path))
        with pytest.raises(DatabaseInUseError, match="CERTINC_DATA_DIR"), hold_process_lock(path):
            pass
    with hold_process_lock(path):
        pass
