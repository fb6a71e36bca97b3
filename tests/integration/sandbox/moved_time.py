"""Real time that a test moves, so that three seconds or half an hour pass at once."""

import asyncio
import time

from bot.sandbox.real_time import RealTime


class MovedTime(RealTime):
    """Stands still until it is moved."""

    def __init__(self) -> None:
        # A real present, because Bolt compares the time stamps of requests with it.
        self._now_s = time.time()
        self._waiting: list[tuple[float, asyncio.Event]] = []

    def now_s(self) -> float:
        """The moved present."""
        return self._now_s

    async def sleep_until(self, moment_s: float) -> None:
        """Wait until a move reaches ``moment_s``."""
        if moment_s > self._now_s:
            reached = asyncio.Event()
            self._waiting.append((moment_s, reached))
            await reached.wait()

    def move(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now_s += seconds
        for moment_s, reached in self._waiting:
            if moment_s <= self._now_s:
                reached.set()

    async def slept_for(self, seconds: float) -> None:
        """Wait until somebody sleeps until ``seconds`` from now."""
        async with asyncio.timeout(5):
            while not any(abs(moment_s - self._now_s - seconds) < 0.01 for moment_s, _ in self._waiting):
                await asyncio.sleep(0)
