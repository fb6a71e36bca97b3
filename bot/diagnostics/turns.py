"""Sharing one event loop: two hundred diagnoses at once still leave it free for others every few milliseconds.

An event loop runs everything that is ready before it looks at its sockets and timers again. Two hundred diagnoses
that are all ready to judge a chain would hold it for half a second, though each takes a millisecond or two. So each
such piece of work asks for its turn first; it has it at once while there is time left in this pass of the loop.
"""

import asyncio
import weakref
from collections import deque

PASS_S = 0.005
"""How long diagnoses may keep one pass of the loop busy before the others wait for the next."""


async def turn() -> None:
    """Wait until a piece of work of a millisecond or two may be done. Alone, nobody waits."""
    loop = asyncio.get_running_loop()
    turns = _by_loop.get(loop)
    if turns is None:
        turns = _by_loop[loop] = _Turns(loop)
    await turns.take()


class _Turns:
    """Those of one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # The loop knows us by the calls it has to make; we must not keep it alive in return.
        self._loop = weakref.proxy(loop)
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._began: float | None = None
        """When the first of this pass had its turn."""
        self._at_once = 1
        """How many of those who wait have their turn in one pass."""

    async def take(self) -> None:
        if not self._waiting and self._is_time_left():
            return
        future: asyncio.Future[None] = self._loop.create_future()
        self._waiting.append(future)
        await future

    def _is_time_left(self) -> bool:
        now: float = self._loop.time()
        if self._began is None:
            self._begin(now)
            return True
        return now - self._began < PASS_S

    def _begin(self, now: float) -> None:
        self._began = now
        self._loop.call_soon(self._next_pass)

    def _next_pass(self) -> None:
        """Let some of those who wait go on: as many as, by what the last pass took, fit into this one."""
        assert self._began is not None
        now: float = self._loop.time()
        self._at_once = max(1, self._at_once // 2) if now - self._began > PASS_S else self._at_once + 1
        self._began = None
        woken = 0
        while self._waiting and woken < self._at_once:
            future = self._waiting.popleft()
            if not future.done():  # else it gave up
                future.set_result(None)
                woken += 1
        if woken:
            self._begin(now)
        else:
            self._at_once = 1


_by_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Turns] = weakref.WeakKeyDictionary()
