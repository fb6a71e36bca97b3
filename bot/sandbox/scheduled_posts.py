"""Posts scheduled messages when the workspace's clock reaches their time, moved or not."""

import asyncio

from bot.sandbox.activity import posting
from bot.sandbox.store import Committed, Store, channels, scheduled


class ScheduledPosts:
    """Waits for the next scheduled message, and posts it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._woken = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Post what is due, and from now on what becomes due."""
        self._store.on_commit(self._notice)
        self._running = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop waiting; what is scheduled stays in the store."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def post_due(self) -> None:
        """Post every message whose time has come. Slack drops one whose channel was archived meanwhile."""
        with self._store.transaction() as tx:
            for each in scheduled.due(tx):
                scheduled.remove(tx, each.id)
                channel = channels.by_id(tx, each.message.channel)
                if channel and not channel.is_archived:
                    posting.post(tx, channel, each.message)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            self.post_due()
            with self._store.transaction() as tx:
                due = scheduled.next_due(tx)
                wait_s = None if due is None else max(0.0, due - tx.now.timestamp())
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                continue

    def _notice(self, committed: Committed) -> None:
        if committed.changes.clock or committed.changes.schedule:
            self._woken.set()
