"""Claiming jobs and letting go of them: every change is ``WHERE claim = mine``."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CertincError
from bot.jobs.queue import JsonValue
from bot.jobs.table import JobRow, JobState


class LeaseLostError(CertincError):
    """The lease ends too soon for what was about to be done, or another worker has the job."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its handler sees it."""

    id: int
    team_id: str
    key: str
    kind: str
    payload: Mapping[str, JsonValue]
    attempts: int
    """1 at the first try. Again: nothing was learnt of the tries before, so look before you act."""
    revision: int
    run_at: datetime


@dataclass(slots=True)
class Claim:
    """A job that this worker holds, until its lease ends. The worker renews it while the handler runs."""

    job: Job
    token: str
    deadline: float = field(default=0.0)
    """End of the lease, on this process's monotonic clock in seconds."""

    def check_deadline(self, need_s: float) -> None:
        """Ask, just before a call that may take ``need_s`` real seconds, whether the lease outlasts it.

        Raises:
            LeaseLostError: It does not; another worker may be about to do the same.
        """
        if self.deadline - time.monotonic() < need_s:
            raise LeaseLostError(f"The lease of {self.job.key} ends too soon.", remedy="The job runs again.")


async def real_now(session: AsyncSession) -> datetime:
    """Real time in UTC: the database's on PostgreSQL, which all replicas share."""
    if session.get_bind().dialect.name == "postgresql":
        moment = await session.scalar(select(func.clock_timestamp()))
        if not isinstance(moment, datetime):
            message = f"clock_timestamp() gave {moment!r}"
            raise TypeError(message)
        return moment.astimezone(UTC)
    return datetime.now(UTC)


async def claim_due(
    session: AsyncSession, kinds: Sequence[str], now: datetime, *, limit: int, lease_s: float
) -> list[Claim]:
    """Take up to ``limit`` jobs that are due at ``now`` (of the `Clock`), or whose worker is gone."""
    taken_at = time.monotonic()
    real = await real_now(session)
    due = (
        select(JobRow)
        .where(
            JobRow.kind.in_(kinds),
            or_(
                (JobRow.state == JobState.READY) & (JobRow.run_at <= now),
                (JobRow.state == JobState.RUNNING) & (JobRow.lease_until < real),
            ),
        )
        .order_by(JobRow.run_at, JobRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claims = []
    for row in await session.scalars(due):
        row.state, row.claim = JobState.RUNNING, secrets.token_hex(16)
        row.lease_until = real + timedelta(seconds=lease_s)
        row.attempts += 1
        claims.append(Claim(_job(row), row.claim, taken_at + lease_s))
    return claims


async def take_over_leases(session: AsyncSession) -> None:
    """Make every running job claimable: whoever ran it is gone, since one process owns the database file."""
    await session.execute(
        update(JobRow)
        .where(JobRow.state == JobState.RUNNING)
        .values(lease_until=datetime.fromtimestamp(0, UTC))
    )


async def renew(session: AsyncSession, claim: Claim, lease_s: float) -> bool:
    """Lengthen the lease; False where the job is no longer ours."""
    renewed_at = time.monotonic()
    until = await real_now(session) + timedelta(seconds=lease_s)
    result = await session.execute(
        update(JobRow)
        .where(JobRow.id == claim.job.id, JobRow.claim == claim.token)
        .values(lease_until=until)
        .returning(JobRow.id)
    )
    if result.first() is None:
        return False
    claim.deadline = renewed_at + lease_s
    return True


async def held_row(session: AsyncSession, claim: Claim) -> JobRow:
    """The row of a job that is still ours, locked.

    Raises:
        LeaseLostError: It is not.
    """
    row = await session.scalar(
        select(JobRow).where(JobRow.id == claim.job.id, JobRow.claim == claim.token).with_for_update()
    )
    if row is None:
        raise LeaseLostError(f"{claim.job.key} is another worker's now.", remedy="It is done there.")
    return row


def let_go(row: JobRow, state: JobState) -> None:
    """End the claim."""
    row.state, row.claim, row.lease_until = state, None, None


async def next_due_at(session: AsyncSession, kinds: Sequence[str]) -> datetime | None:
    """When the next ready job is due, by the `Clock`; None where there is none."""
    found: datetime | None = await session.scalar(
        select(func.min(JobRow.run_at)).where(JobRow.state == JobState.READY, JobRow.kind.in_(kinds))
    )
    return found


def _job(row: JobRow) -> Job:
    return Job(row.id, row.team_id, row.key, row.kind, row.payload, row.attempts, row.revision, row.run_at)
