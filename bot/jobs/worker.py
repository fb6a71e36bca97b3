"""The worker: runs due jobs, each under a lease, and writes down how each ended."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import CertincError
from bot.jobs.claims import (
    Claim,
    Job,
    LeaseLostError,
    claim_due,
    held_row,
    let_go,
    next_due_at,
    renew,
    take_over_leases,
)
from bot.jobs.table import JobRow, JobState
from bot.storage.database import Database

__all__ = ["Again", "Claim", "Done", "Handler", "Job", "LeaseLostError", "Outcome", "ParkError", "Worker"]

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
FIRST_BACK_OFF_S = 1.0
LONGEST_BACK_OFF_S = 300.0


class ParkError(CertincError):
    """Trying again is of no use until a person acts."""


@dataclass(frozen=True, slots=True)
class Done:
    """The job is done. ``also`` commits with that, or not at all where the claim was lost."""

    also: Callable[[AsyncSession], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Not now: come back at ``run_at`` (of the `Clock`). It does not count as a try.

    A job that was enqueued again while it ran comes back when that said: what is new may be held up by nothing.
    """

    run_at: datetime
    reason: str


Outcome: TypeAlias = Done | Again
Handler: TypeAlias = Callable[[Claim], Awaitable[Outcome]]
OnParked: TypeAlias = Callable[[AsyncSession, Job, str], Awaitable[None]]


class Worker:
    """Claims due jobs and runs their handlers at once, up to ``concurrency`` of them.

    Args:
        database: Where the jobs are.
        handlers: One handler a kind; jobs of other kinds are left alone.
        clock: By which jobs are due.
        on_parked: Told, in the same transaction, of each job that is given up.
        max_attempts: Tries by kind, where it is not `MAX_ATTEMPTS`.
        lease_s: Length of a lease in real seconds; renewed at a third of it.
        poll_s: Longest time between two looks at the table, in real seconds.
        concurrency: Jobs that run at once.
        jitter: Source of the back-off's randomness.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        clock: Clock,
        *,
        on_parked: OnParked | None = None,
        max_attempts: Mapping[str, int] | None = None,
        lease_s: float = 10.0,
        poll_s: float = 1.0,
        concurrency: int = 16,
        jitter: random.Random | None = None,
    ) -> None:
        self._database = database
        self._handlers = dict(handlers)
        self._clock = clock
        self._on_parked = on_parked
        self._max_attempts = dict(max_attempts or {})
        self._lease_s = lease_s
        self._poll_s = poll_s
        self._concurrency = concurrency
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._woken = asyncio.Event()
        self._stopping = False
        self._running: set[asyncio.Task[None]] = set()
        database.on_queued_work(self.wake)

    def wake(self) -> None:
        """Look at the table now: work was queued, a place became free, or the clock moved."""
        self._woken.set()

    async def run(self) -> None:
        """Work until `stop`."""
        if self._database.is_sqlite:
            async with self._database.transaction() as session:
                await take_over_leases(session)
        while not self._stopping:
            self._woken.clear()
            if not await self._start_due_jobs():
                await self._sleep()

    async def stop(self, grace_s: float) -> None:
        """Take no more jobs; give the running ones ``grace_s`` real seconds, then leave them to their leases."""
        self._stopping = True
        self.wake()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=grace_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _start_due_jobs(self) -> bool:
        """Claim and start what is due; returns whether there may be more."""
        places = self._concurrency - len(self._running)
        if places <= 0:
            return False
        async with self._database.transaction() as session:
            claims = await claim_due(
                session, list(self._handlers), self._clock.now(), limit=places, lease_s=self._lease_s
            )
        for claim in claims:
            task = asyncio.create_task(self._run_job(claim), name=claim.job.key)
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(claims) == places

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.wake()

    async def _sleep(self) -> None:
        async with self._database.reading() as session:
            due_at = await next_due_at(session, list(self._handlers))
        wait_s = self._poll_s
        if due_at is not None and len(self._running) < self._concurrency:
            wait_s = min(wait_s, max(0.0, (due_at - self._clock.now()).total_seconds()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), wait_s)

    async def _run_job(self, claim: Claim) -> None:
        renewing = asyncio.create_task(self._keep_lease(claim))
        try:
            outcome = await self._handlers[claim.job.kind](claim)
            await self._finish(claim, outcome)
        except LeaseLostError as error:
            log.warning("lease_lost", job=claim.job.key, error=str(error))
            await self._release(claim)
        except Exception as error:  # noqa: BLE001 - the edge of every job: logged, and tried again
            await self._failed(claim, error)
        finally:
            renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewing

    async def _keep_lease(self, claim: Claim) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            async with self._database.transaction() as session:
                if not await renew(session, claim, self._lease_s):
                    return

    async def _finish(self, claim: Claim, outcome: Outcome) -> None:
        async with self._database.transaction() as session:
            row = await held_row(session, claim)
            if isinstance(outcome, Again):
                let_go(row, JobState.READY)
                row.attempts -= 1
                row.last_error = outcome.reason
                if row.revision == claim.job.revision:
                    row.run_at = max(row.run_at, outcome.run_at)
                return
            if outcome.also is not None:
                await outcome.also(session)
                await session.flush()
            row.last_error = None
            if row.revision == claim.job.revision:
                let_go(row, JobState.DONE)
            else:
                row.attempts = 0
                let_go(row, JobState.READY)

    async def _release(self, claim: Claim) -> None:
        """Give a job back whose lease ran short, if it is still ours; not at once, for a slow machine's sake."""
        with contextlib.suppress(LeaseLostError):
            async with self._database.transaction() as session:
                row = await held_row(session, claim)
                let_go(row, JobState.READY)
                row.run_at = max(row.run_at, self._clock.now() + self._back_off(1))

    async def _failed(self, claim: Claim, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        known = isinstance(error, CertincError)
        log.warning(
            "job_failed", job=claim.job.key, attempt=claim.job.attempts, error=reason, exc_info=not known
        )
        with contextlib.suppress(LeaseLostError):
            async with self._database.transaction() as session:
                row = await held_row(session, claim)
                row.last_error = reason
                limit = self._max_attempts.get(claim.job.kind, MAX_ATTEMPTS)
                if isinstance(error, ParkError) or row.attempts >= limit:
                    await self._park(session, row, claim.job, reason)
                    return
                let_go(row, JobState.READY)
                row.run_at = max(row.run_at, self._clock.now() + self._back_off(row.attempts))

    async def _park(self, session: AsyncSession, row: JobRow, job: Job, reason: str) -> None:
        log.error("job_parked", job=job.key, error=reason)
        let_go(row, JobState.PARKED)
        if self._on_parked is not None:
            await self._on_parked(session, job, reason)

    def _back_off(self, attempts: int) -> timedelta:
        """Exponential with full jitter, so that what failed together does not come back together."""
        longest = min(LONGEST_BACK_OFF_S, FIRST_BACK_OFF_S * 2 ** (attempts - 1))
        return timedelta(seconds=self._jitter.uniform(FIRST_BACK_OFF_S / 4, longest))
