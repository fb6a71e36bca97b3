"""Enqueuing, in the caller's transaction: what must happen commits with what caused it, or not at all."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import require_aware
from bot.jobs.table import JobRow, JobState
from bot.storage.database import WAKES

JsonValue: TypeAlias = "str | int | float | bool | None | list[JsonValue] | dict[str, JsonValue]"


async def enqueue(
    session: AsyncSession,
    *,
    team_id: str,
    key: str,
    kind: str,
    payload: Mapping[str, JsonValue],
    run_at: datetime,
) -> None:
    """Have the job run at ``run_at``, whatever state it was in.

    A ready job is moved; a running one runs again after its present run; one that is done, parked or
    cancelled starts afresh.
    """
    fresh = {"kind": kind, "payload": dict(payload), "run_at": require_aware(run_at)}
    if await _inserted(session, team_id, key, fresh):
        return
    row = (
        await session.scalars(
            select(JobRow).where(JobRow.team_id == team_id, JobRow.key == key).with_for_update()
        )
    ).one()
    row.kind, row.payload, row.run_at = kind, dict(payload), run_at
    row.revision += 1
    if row.state != JobState.RUNNING:
        row.state, row.attempts, row.last_error = JobState.READY, 0, None
    _wake_workers(session)


async def enqueue_once(
    session: AsyncSession,
    *,
    team_id: str,
    key: str,
    kind: str,
    payload: Mapping[str, JsonValue],
    run_at: datetime,
) -> bool:
    """Have the job run unless its key was ever enqueued before; returns whether it was new."""
    fresh = {"kind": kind, "payload": dict(payload), "run_at": require_aware(run_at)}
    return await _inserted(session, team_id, key, fresh)


async def cancel(session: AsyncSession, *, team_id: str, key: str) -> None:
    """Have the job not run. One that is running ends its present run, and no more."""
    row = await _row(session, team_id, key)
    if row is None:
        return
    if row.state == JobState.READY:
        row.state = JobState.CANCELLED
        row.revision += 1


async def retry_parked(session: AsyncSession, *, team_id: str, key: str, run_at: datetime) -> bool:
    """Give a parked job another series of tries; returns whether there was one."""
    row = await _row(session, team_id, key)
    if row is None or row.state != JobState.PARKED:
        return False
    row.state, row.attempts, row.run_at = JobState.READY, 0, require_aware(run_at)
    row.revision += 1
    _wake_workers(session)
    return True


async def _row(session: AsyncSession, team_id: str, key: str) -> JobRow | None:
    found: JobRow | None = await session.scalar(
        select(JobRow).where(JobRow.team_id == team_id, JobRow.key == key).with_for_update()
    )
    return found


async def _inserted(session: AsyncSession, team_id: str, key: str, fresh: Mapping[str, object]) -> bool:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(JobRow)
        .values(
            team_id=team_id,
            key=key,
            state=JobState.READY,
            attempts=0,
            revision=0,
            created_at=datetime.now(UTC),
            **fresh,
        )
        .on_conflict_do_nothing(index_elements=["team_id", "key"])
        .returning(JobRow.id)
    )
    inserted = (await session.execute(statement)).first() is not None
    if inserted:
        _wake_workers(session)
    return inserted


def _wake_workers(session: AsyncSession) -> None:
    """Workers of this process are woken after the commit."""
    session.info[WAKES] = True
