"""Many hosts at once, and how long the event loop keeps others waiting meanwhile."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime

from benchmarks.diagnostics.fleet import Fleet, target_of
from benchmarks.diagnostics.looking import FreshHosts, Looking, WrongDiagnosisError
from benchmarks.diagnostics.plan import Plan
from benchmarks.measuring import Sample, Unit, sample_of, taken
from benchmarks.table import Row, within
from bot.diagnostics import Target, diagnose
from bot.diagnostics.model.revocation import RevocationStatus

TICK_S = 0.001
MOST_S = 1.0
MOST_LAG_S = 0.05


async def crowd_sample(way: Looking, hosts: FreshHosts, plan: Plan) -> Sample:
    """How long all of them take, each time others."""
    return sample_of([await taken(_all(way, hosts.targets(plan.at_once))) for _ in range(plan.rounds)])


async def lag_rows(fleet: Fleet, hosts: FreshHosts, plan: Plan) -> list[Row]:
    """Row (g), and the same while many are diagnosed at once."""
    assessed = Looking.assessed(fleet)
    everything = assessed.with_further_handshakes().with_fetches().with_deep_checks()
    large = [
        await _lag_during(_beside_large_list(fleet, everything, hosts.targets(plan.beside)))
        for _ in range(plan.rounds)
    ]
    crowd = [await _lag_during(_all(assessed, hosts.targets(plan.at_once))) for _ in range(plan.rounds)]
    size = f"{fleet.list_bytes / 1e6:.0f} MB"
    return [
        _lag(
            f"(g) longest wait for the event loop, while a CRL of {size} and {plan.beside} hosts are looked at",
            large,
        ),
        _lag(f"… while {plan.at_once} hosts are assessed at once", crowd),
    ]


def _lag(what: str, values: Sequence[float]) -> Row:
    """The worst of all runs counts."""
    sample = sample_of(values)
    goal = within(MOST_LAG_S, sample.most, Unit.MILLISECONDS)
    return Row(what, sample, remark="the longest of all runs counts", goals=(goal,))


async def _all(way: Looking, targets: Sequence[Target]) -> None:
    await asyncio.gather(*(way.at(target) for target in targets))


async def _beside_large_list(fleet: Fleet, way: Looking, targets: Sequence[Target]) -> None:
    found, _ = await asyncio.gather(
        diagnose(target_of(fleet.listed), way.options, now=datetime.now(UTC)), _all(way, targets)
    )
    if not any(each.status is RevocationStatus.REVOKED for each in found.revocation.answers):
        raise WrongDiagnosisError(f"the large list was not read: {found.revocation.answers}")


async def _lag_during(work: Coroutine[None, None, None]) -> float:
    """The longest that somebody who wanted the loop every millisecond had to wait beyond that, in seconds."""
    task = asyncio.create_task(work)
    longest = 0.0
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(TICK_S)
        longest = max(longest, time.perf_counter() - began - TICK_S)
    await task
    return longest
