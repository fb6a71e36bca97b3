"""Many pieces of work in one loop, and others who want it too."""

import asyncio
import time

import pytest

from bot.diagnostics import turns
from bot.diagnostics.turns import turn


def _work(seconds: float) -> None:
    """Keep the thread busy for so much of its own time, whatever else the machine does."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def _longest_pass(workers: "asyncio.Future[list[None]]") -> float:
    """The most of this thread's time, in seconds, that somebody else waited for the loop."""
    longest = 0.0
    while not workers.done():
        began = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - began)
    return longest


async def test_many_at_once_leave_the_loop_to_others() -> None:
    """A hundred pieces of two milliseconds never hold it for the 0.2 s that they take together."""

    async def piece() -> None:
        await turn()
        _work(0.002)

    longest = await _longest_pass(asyncio.gather(*(piece() for _ in range(100))))
    assert longest < 0.1, longest


async def test_all_have_their_turn_in_the_order_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes later waits behind those who wait already."""
    monkeypatch.setattr(turns, "PASS_S", 0.0)
    order: list[int] = []

    async def piece(number: int) -> None:
        await turn()
        order.append(number)

    await asyncio.gather(*(piece(number) for number in range(50)))
    assert order == list(range(50))


async def test_who_gives_up_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their turns pass to the next."""
    monkeypatch.setattr(turns, "PASS_S", 0.0)
    done: list[int] = []

    async def piece(number: int) -> None:
        await turn()
        done.append(number)

    tasks = [asyncio.create_task(piece(number)) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[1:10]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert done == [0, *range(10, 20)]


async def test_alone_nobody_waits() -> None:
    """Not even for the next pass of the loop."""
    await asyncio.sleep(0)
    with pytest.raises(StopIteration):
        turn().send(None)
    await asyncio.sleep(0)
