"""Making a diagnosis: every address at once, under one deadline."""

import asyncio
import functools
import socket
from collections.abc import Sequence
from datetime import datetime

from bot.clock import require_aware
from bot.diagnostics.conclude import Inquiry, Look, conclude
from bot.diagnostics.judging import Judging
from bot.diagnostics.learning import learn_and_judge
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.observation.addresses import Located, locate
from bot.diagnostics.observation.observe import Observer
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.stopwatch import Stopwatch
from bot.diagnostics.target import Target
from bot.diagnostics.turns import turn
from bot.diagnostics.visible_text import visible


async def diagnose(
    target: Target,
    options: DiagnosisOptions,
    *,
    now: datetime,
    inquiry: Inquiry | None = None,
    extra_addresses: Sequence[Endpoint] = (),
) -> Diagnosis:
    """Look at every address of ``target``, and say what is wrong as of ``now`` (aware).

    What cannot be observed is a finding; nothing a server does raises. ``extra_addresses`` are looked at beside
    those that the name resolves to: a standby outside DNS, say.
    """
    moment = require_aware(now)
    await turn()
    watch = Stopwatch()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    located, unresolved = await _located(target, options, extra_addresses, deadline)
    resolve_ms = watch.lap()
    observer = Observer.until(target, deadline, further_handshakes=options.further_handshakes)
    observations = await asyncio.gather(*(observer.observe(each) for each in located))
    observe_ms = watch.lap()
    judging = Judging(options.stores, moment, target)
    learnt = await learn_and_judge(observations, target, options, judging, deadline)
    await turn()
    timings = Timings(
        resolve_ms=resolve_ms, observe_ms=observe_ms, learn_ms=watch.lap(), total_ms=watch.total()
    )
    look = Look(target, moment, f"seen from {_vantage()}", unresolved)
    return conclude(look, learnt, inquiry or Inquiry(), timings)


@functools.cache
def _vantage() -> str:
    return visible(socket.gethostname(), 60)


async def _located(
    target: Target, options: DiagnosisOptions, extra: Sequence[Endpoint], deadline: float
) -> tuple[tuple[Located, ...], str | None]:
    try:
        async with asyncio.timeout_at(deadline):
            return await locate(target, options.static_hosts, extra)
    except TimeoutError:
        return (), "DNS did not answer in time"
