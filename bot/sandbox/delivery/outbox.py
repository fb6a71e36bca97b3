"""Events on their way to the app: tried again on Slack's schedule until they are acknowledged."""

import asyncio

import structlog

from bot.sandbox.delivery.app_link import AppLink
from bot.sandbox.delivery.dispatch import Dispatch
from bot.sandbox.delivery.failure import DeliveryError
from bot.sandbox.real_time import RealTime
from bot.sandbox.store import Committed, Store, deliveries

RETRY_DELAYS_S = (0.0, 60.0, 300.0)
"""Slack, "The Events API": nearly immediately, after one minute, after five minutes; then the event is dropped."""

_log = structlog.get_logger(__name__)


class Outbox:
    """Delivers the queued events. What is pending survives a restart."""

    def __init__(self, store: Store, app: AppLink, real_time: RealTime) -> None:
        self._store = store
        self._app = app
        self._time = real_time
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Deliver what is pending, and from now on what is queued."""
        with self._store.transaction() as tx:
            pending = deliveries.pending(tx)
        self._store.on_commit(self._deliver_queued)
        self._spawn(pending)

    async def stop(self) -> None:
        """Stop trying; what is pending stays in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _deliver_queued(self, committed: Committed) -> None:
        self._spawn(committed.queued_events)

    def _spawn(self, event_ids: list[str] | tuple[str, ...]) -> None:
        for event_id in event_ids:
            task = asyncio.get_running_loop().create_task(self._deliver(event_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, event_id: str) -> None:
        while True:
            with self._store.transaction() as tx:
                event = deliveries.get(tx, event_id)
            if event is None:
                return
            await self._time.sleep_until(event.due_real_s)
            try:
                await self._app.deliver(Dispatch("events_api", event.payload, event.attempt, event.reason))
            except DeliveryError as error:
                self._after_failure(event_id, event.attempt, error)
                continue
            with self._store.transaction() as tx:
                deliveries.finish(tx, event_id)

    def _after_failure(self, event_id: str, attempt: int, error: DeliveryError) -> None:
        with self._store.transaction() as tx:
            if attempt >= len(RETRY_DELAYS_S) or not error.may_retry:
                deliveries.finish(tx, event_id)
                _log.warning("event_dropped", event_id=event_id, reason=error.retry_reason)
                return
            due = tx.real_s + RETRY_DELAYS_S[attempt]
            reason = error.retry_reason
            deliveries.postpone(tx, event_id, attempt=attempt + 1, due_real_s=due, reason=reason)
