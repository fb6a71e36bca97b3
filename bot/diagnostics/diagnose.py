"""Making a diagnosis: every address at once, under one deadline."""

import asyncio
import functools
import socket
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import require_aware
from bot.diagnostics.conclude import Inquiry, Look, conclude
from bot.diagnostics.judging import Judging
from bot.diagnostics.learning import learn_and_judge
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.observation import Observation
from bot.diagnostics.observation.addresses import Located, Locations, locate
from bot.diagnostics.observation.observe import Observer
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.stopwatch import Stopwatch
from bot.diagnostics.target import Target
from bot.diagnostics.turns import turn
from bot.diagnostics.visible_text import visible

Tell = Callable[[str], None]
"""Is told in a few words how far a diagnosis is."""


def _nobody_listens(_words: str) -> None:
    """It is over before anybody asks."""


async def diagnose(
    target: Target,
    options: DiagnosisOptions,
    *,
    now: datetime,
    inquiry: Inquiry | None = None,
    extra_addresses: Sequence[Endpoint] = (),
    tell: Tell = _nobody_listens,
) -> Diagnosis:
    """Look at every address of ``target``, and say what is wrong as of ``now`` (aware).

    What cannot be observed is a finding; nothing a server does raises. ``extra_addresses`` are looked at beside
    those that the name resolves to: a standby outside DNS, say. ``tell`` is told how far it is, as it goes on.
    """
    moment = require_aware(now)
    await turn()
    watch = Stopwatch()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    locations = await _located(target, options, extra_addresses, deadline)
    resolve_ms = watch.lap()
    observer = Observer.until(
        target, deadline, further_handshakes=options.further_handshakes, ports=options.ports
    )
    observations = await _observed(observer, locations.located, tell)
    observe_ms = watch.lap()
    judging = Judging(options.stores, moment, target)
    learnt = await learn_and_judge(observations, target, options, judging, deadline)
    await turn()
    timings = Timings(
        resolve_ms=resolve_ms, observe_ms=observe_ms, learn_ms=watch.lap(), total_ms=watch.total()
    )
    look = Look(target, moment, f"seen from {_vantage()}", locations.unresolved, left_out=locations.left_out)
    return conclude(look, learnt, inquiry or Inquiry(), timings)


@functools.cache
def _vantage() -> str:
    return visible(socket.gethostname(), 60)


async def _observed(observer: Observer, located: Sequence[Located], tell: Tell) -> list[Observation]:
    """All at once; each that is done is told."""
    total, done = len(located), 0

    async def one(each: Located) -> Observation:
        nonlocal done
        seen = await observer.observe(each)
        done += 1
        tell(f"{done} of {total} addresses looked at")
        return seen

    tell(f"0 of {total} addresses looked at")
    if len(located) == 1:  # as most hosts have: it needs no task of its own
        observations = [await one(located[0])]
    else:
        observations = await asyncio.gather(*(one(each) for each in located))
    tell("every address looked at; asking for issuers, revocation and the CA")
    return observations


async def _located(
    target: Target, options: DiagnosisOptions, extra: Sequence[Endpoint], deadline: float
) -> Locations:
    try:
        async with asyncio.timeout_at(deadline):
            return await locate(target, options.static_hosts, extra)
    except TimeoutError:
        return Locations(unresolved="DNS did not answer in time")
