"""Real time, injected: what acknowledgements, retries, triggers, response URLs and connections run on.

The workspace's `Clock` can be moved from the page. These limits do not follow it: an app that answers late is late
whatever the workspace's date. A test brings a real time of its own, which it can move.
"""

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

Result = TypeVar("Result")


class RealTime:
    """The machine's time, in Unix seconds."""

    def now_s(self) -> float:
        """The present."""
        return time.time()

    async def sleep_until(self, moment_s: float) -> None:
        """Wait until ``moment_s``; a moment that has passed is not waited for."""
        await asyncio.sleep(max(0.0, moment_s - self.now_s()))

    async def finish_by(self, moment_s: float, work: Awaitable[Result]) -> Result:
        """What ``work`` results in, if it is done by ``moment_s``.

        Raises:
            TimeoutError: It is not; it was cancelled.
        """
        working = asyncio.ensure_future(work)
        deadline = asyncio.ensure_future(self.sleep_until(moment_s))
        try:
            await asyncio.wait({working, deadline}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise TimeoutError
        finally:
            pending = [task for task in (working, deadline) if not task.done()]
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
