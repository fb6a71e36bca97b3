"""The laws of the queue and the worker, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FrozenClock
from bot.jobs.claims import LeaseLostError, claim_due, held_row, renew
from bot.jobs.queue import cancel, enqueue, enqueue_once, retry_parked
from bot.jobs.table import JobRow, JobState
from bot.jobs.worker import Again, Claim, Done, Handler, Job, Outcome, ParkError, Worker
from bot.storage.database import Database

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DEADLINE_S = 10.0


async def _put(database: Database, *, key: str = "k", at: datetime = START) -> None:
    async with database.transaction() as session:
        await enqueue(session, team_id="T1", key=key, kind="test", payload={"n": 1}, run_at=at)


async def _job(database: Database, key: str = "k") -> JobRow:
    async with database.reading() as session:
        return (await session.scalars(select(JobRow).where(JobRow.key == key))).one()


@asynccontextmanager
async def _working(
    database: Database, handler: Handler, clock: FrozenClock, **options: object
) -> AsyncIterator[Worker]:
    worker = Worker(database, {"test": handler}, clock, poll_s=0.05, **options)  # type: ignore[arg-type] # as the tests give them
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        await worker.stop(grace_s=5)
        await running


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def _until_state(database: Database, state: JobState) -> JobRow:
    async with asyncio.timeout(DEADLINE_S):
        while (row := await _job(database)).state != state:
            await asyncio.sleep(0.01)
    return row


class Recorder:
    """A handler that records its runs and does what it is told."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.runs: list[Job] = []
        self._outcomes = list(outcomes)

    async def __call__(self, claim: Claim) -> Outcome:
        """Record, then end as told; done where nothing was said."""
        self.runs.append(claim.job)
        outcome = self._outcomes.pop(0) if self._outcomes else Done()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def test_a_due_job_runs_once(database: Database) -> None:
    """It runs, is done, and does not run again."""
    handler = Recorder()
    await _put(database)
    async with _working(database, handler, FrozenClock(START)) as worker:
        await _until_state(database, JobState.DONE)
        worker.wake()
        await _until_state(database, JobState.DONE)
    assert [job.attempts for job in handler.runs] == [1]
    assert handler.runs[0].payload == {"n": 1}


async def test_a_job_waits_for_its_time(database: Database) -> None:
    """It runs when the clock is moved on to it, and not before."""
    handler, clock = Recorder(), FrozenClock(START)
    await _put(database, at=START + timedelta(minutes=25))
    await _put(database, key="now")
    async with _working(database, handler, clock) as worker:
        await _until(lambda: bool(handler.runs))
        assert [job.key for job in handler.runs] == ["now"]
        clock.advance(timedelta(minutes=25))
        worker.wake()
        await _until(lambda: len(handler.runs) == 2)
    assert handler.runs[1].key == "k"


async def test_enqueued_while_it_runs_it_runs_again(database: Database) -> None:
    """A change that comes during the run is never swallowed by the run's end."""
    started, go_on = asyncio.Event(), asyncio.Event()
    runs = []

    async def handler(claim: Claim) -> Outcome:
        runs.append(claim.job.revision)
        started.set()
        await go_on.wait()
        return Done()

    await _put(database)
    async with _working(database, handler, FrozenClock(START)):
        await started.wait()
        await _put(database)
        go_on.set()
        await _until(lambda: len(runs) == 2)
        await _until_state(database, JobState.DONE)
    assert runs == [0, 1]


async def test_enqueued_while_it_runs_it_does_not_wait_for_what_was_limited(database: Database) -> None:
    """What is new may be held up by nothing."""
    started, go_on = asyncio.Event(), asyncio.Event()
    runs = []

    async def handler(claim: Claim) -> Outcome:
        runs.append(claim.job.revision)
        started.set()
        await go_on.wait()
        return Again(START + timedelta(seconds=30), "limited") if claim.job.revision == 0 else Done()

    await _put(database)
    async with _working(database, handler, FrozenClock(START)):
        await started.wait()
        await _put(database)
        go_on.set()
        await _until_state(database, JobState.DONE)
    assert runs == [0, 1]


async def test_again_waits_without_counting_a_try(database: Database) -> None:
    """After a limit the job comes back at the time it was given, as if it had not been tried."""
    clock = FrozenClock(START)
    handler = Recorder(Again(START + timedelta(seconds=30), "limited"))
    await _put(database)
    async with _working(database, handler, clock) as worker:
        await _until(lambda: len(handler.runs) == 1)
        row = await _until_state(database, JobState.READY)
        assert (row.attempts, row.run_at, row.last_error) == (0, START + timedelta(seconds=30), "limited")
        clock.advance(timedelta(seconds=30))
        worker.wake()
        await _until_state(database, JobState.DONE)
    assert [job.attempts for job in handler.runs] == [1, 1]


async def test_a_failure_backs_off_and_the_last_one_parks(database: Database) -> None:
    """After the last try a person is told, in the same transaction, and can have it tried again."""
    clock = FrozenClock(START)
    handler = Recorder(RuntimeError("first"), RuntimeError("second"))
    told: list[str] = []

    async def on_parked(session: AsyncSession, job: Job, reason: str) -> None:
        told.append(f"{job.key}: {reason}")

    await _put(database)
    async with _working(database, handler, clock, max_attempts={"test": 2}, on_parked=on_parked) as worker:
        row = await _until_state(database, JobState.READY)
        await _until(lambda: len(handler.runs) == 1)
        row = await _until_state(database, JobState.READY)
        assert row.run_at > START
        clock.advance(timedelta(minutes=10))
        worker.wake()
        await _until_state(database, JobState.PARKED)
        assert told == ["k: second"]
        async with database.transaction() as session:
            assert await retry_parked(session, team_id="T1", key="k", run_at=clock.now())
        await _until_state(database, JobState.DONE)
    assert [job.attempts for job in handler.runs] == [1, 2, 1]


async def test_what_is_of_no_use_to_try_again_parks_at_once(database: Database) -> None:
    """A handler can give up by itself."""
    handler = Recorder(ParkError("no such project"))
    await _put(database)
    async with _working(database, handler, FrozenClock(START)):
        row = await _until_state(database, JobState.PARKED)
    assert row.last_error == "no such project"


async def test_a_cancelled_job_does_not_run(database: Database) -> None:
    """And can be enqueued anew."""
    handler = Recorder()
    await _put(database)
    async with database.transaction() as session:
        await cancel(session, team_id="T1", key="k")
    await _put(database, key="other")
    async with _working(database, handler, FrozenClock(START)):
        await _until(lambda: bool(handler.runs))
        assert [job.key for job in handler.runs] == ["other"]
        await _put(database)
        await _until_state(database, JobState.DONE)


async def test_enqueue_once_is_once_for_ever(database: Database) -> None:
    """Even after the job is done."""
    handler = Recorder()
    async with _working(database, handler, FrozenClock(START)):
        for expected in (True, False):
            async with database.transaction() as session:
                new = await enqueue_once(
                    session, team_id="T1", key="k", kind="test", payload={}, run_at=START
                )
            assert new is expected
            await _until_state(database, JobState.DONE)
    assert len(handler.runs) == 1


async def test_what_follows_commits_with_the_end_or_not_at_all(database: Database) -> None:
    """If it fails, the job is not done either."""

    async def follow(session: AsyncSession) -> None:
        await enqueue(session, team_id="T1", key="next", kind="other", payload={}, run_at=START)
        raise RuntimeError("in the middle")

    handler = Recorder(Done(also=follow))
    await _put(database)
    async with _working(database, handler, FrozenClock(START)):
        await _until(lambda: len(handler.runs) == 1)
        await _until_state(database, JobState.READY)
    async with database.reading() as session:
        assert set(await session.scalars(select(JobRow.key))) == {"k"}


async def test_two_workers_never_hold_the_same_job(database: Database) -> None:
    """A claimed job is not claimed again while its lease lasts."""
    await _put(database)
    async with database.transaction() as session:
        first = await claim_due(session, ["test"], START, limit=5, lease_s=10)
    async with database.transaction() as session:
        second = await claim_due(session, ["test"], START, limit=5, lease_s=10)
    assert (len(first), len(second)) == (1, 0)


async def test_a_lost_claim_finishes_nothing(database: Database) -> None:
    """Once the lease is over and another has the job, the first can neither renew nor finish it."""
    await _put(database)
    async with database.transaction() as session:
        (first,) = await claim_due(session, ["test"], START, limit=1, lease_s=-1)
    async with database.transaction() as session:
        (second,) = await claim_due(session, ["test"], START, limit=1, lease_s=10)
    assert second.job.attempts == 2
    async with database.transaction() as session:
        assert not await renew(session, first, 10)
        with pytest.raises(LeaseLostError):
            await held_row(session, first)
        assert (await held_row(session, second)).state == JobState.RUNNING


async def test_a_lease_too_short_for_a_call_is_told_before_the_call(database: Database) -> None:
    """The deadline is checked just before sending."""
    await _put(database)
    async with database.transaction() as session:
        (claim,) = await claim_due(session, ["test"], START, limit=1, lease_s=2)
    claim.check_deadline(1)
    with pytest.raises(LeaseLostError):
        claim.check_deadline(5)


async def test_a_lease_that_ran_short_is_tried_again_later(database: Database) -> None:
    """Not in a circle: a machine that is too slow is not made slower."""
    clock = FrozenClock(START)
    handler = Recorder(LeaseLostError("The lease ends too soon."))
    await _put(database)
    async with _working(database, handler, clock) as worker:
        await _until(lambda: len(handler.runs) == 1)
        row = await _until_state(database, JobState.READY)
        assert row.run_at > START
        clock.advance(timedelta(seconds=1))
        worker.wake()
        await _until_state(database, JobState.DONE)
    assert len(handler.runs) == 2
