"""Making a diagnosis: every address at once, under one deadline."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import require_aware
from bot.diagnostics.conclude import Inquiry, Learnt, Seen, conclude, judged
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.observation.addresses import Located, locate
from bot.diagnostics.observation.observe import Observer
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.target import Target
from bot.diagnostics.trust.stores import TrustStore
from bot.diagnostics.visible_text import visible


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """How to look."""

    trust_store: TrustStore
    """The deciding client's roots."""
    timeout: timedelta = timedelta(seconds=10)
    """One deadline for the whole diagnosis."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)


async def diagnose(
    target: Target, options: DiagnosisOptions, *, now: datetime, inquiry: Inquiry | None = None
) -> Diagnosis:
    """Look at every address of ``target``, and say what is wrong as of ``now`` (aware).

    What cannot be observed is a finding; nothing a server does raises.
    """
    moment = require_aware(now)
    stages = _Stages()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    located, unresolved = await _located(target, options, deadline)
    resolve_ms = stages.lap()
    observer = Observer.until(target, deadline)
    observations = await asyncio.gather(*(observer.observe(each) for each in located))
    observe_ms = stages.lap()
    seen = Seen(
        target,
        moment,
        f"seen from {visible(socket.gethostname(), 60)}",
        judged(observations, target, options.trust_store, moment),
        unresolved,
    )
    timings = Timings(
        resolve_ms=resolve_ms, observe_ms=observe_ms, judge_ms=stages.lap(), total_ms=stages.total()
    )
    return conclude(seen, Learnt(), inquiry or Inquiry(), timings)


async def _located(
    target: Target, options: DiagnosisOptions, deadline: float
) -> tuple[tuple[Located, ...], str | None]:
    try:
        async with asyncio.timeout_at(deadline):
            return await locate(target, options.static_hosts)
    except TimeoutError:
        return (), "DNS did not answer in time"


class _Stages:
    """A stopwatch, in milliseconds of real time."""

    def __init__(self) -> None:
        self._started = self._lapped = time.perf_counter()

    def lap(self) -> float:
        """Since the last lap."""
        now = time.perf_counter()
        elapsed, self._lapped = now - self._lapped, now
        return round(elapsed * 1000, 2)

    def total(self) -> float:
        """Since the beginning."""
        return round((time.perf_counter() - self._started) * 1000, 2)
