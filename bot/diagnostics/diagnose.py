"""Making a diagnosis: every address at once, under one deadline."""

import asyncio
import base64
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import require_aware
from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.observation import Handshake, Observation
from bot.diagnostics.model.trust import StoreVerdict
from bot.diagnostics.observation.addresses import Located, locate
from bot.diagnostics.observation.observe import Observer
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.stores import TrustStore
from bot.diagnostics.verdict import verdict
from bot.diagnostics.visible_text import visible


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """How to look."""

    trust_store: TrustStore
    """The deciding client's roots."""
    timeout: timedelta = timedelta(seconds=10)
    """One deadline for the whole diagnosis."""
    static_hosts: StaticHosts = field(default_factory=StaticHosts)


async def diagnose(target: Target, options: DiagnosisOptions, *, now: datetime) -> Diagnosis:
    """Look at every address of ``target``, and say what is wrong as of ``now`` (aware).

    What cannot be observed is a finding; nothing a server does raises.
    """
    moment = require_aware(now)
    stages = _Stages()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    located, unresolved = await _located(target, options, deadline)
    resolve_ms = stages.lap()
    observer = Observer.until(target, deadline)
    seen = await asyncio.gather(*(observer.observe(each) for each in located))
    observe_ms = stages.lap()
    observations = judged(seen, target, options, moment)
    findings = find(Evidence(target, moment, observations, unresolved))
    return Diagnosis(
        target=target,
        at=moment,
        vantage=f"seen from {visible(socket.gethostname(), 60)}",
        observations=observations,
        findings=findings,
        verdict=verdict(target, observations, findings, moment),
        timings=Timings(
            resolve_ms=resolve_ms, observe_ms=observe_ms, judge_ms=stages.lap(), total_ms=stages.total()
        ),
    )


async def _located(
    target: Target, options: DiagnosisOptions, deadline: float
) -> tuple[tuple[Located, ...], str | None]:
    try:
        async with asyncio.timeout_at(deadline):
            return await locate(target, options.static_hosts)
    except TimeoutError:
        return (), "DNS did not answer in time"


def judged(
    observations: Sequence[Observation], target: Target, options: DiagnosisOptions, now: datetime
) -> tuple[Observation, ...]:
    """The observations, each handshake with what clients make of its chain."""
    return tuple(
        replace(seen, handshakes=tuple(_judged(each, target, options, now) for each in seen.handshakes))
        for seen in observations
    )


def _judged(handshake: Handshake, target: Target, options: DiagnosisOptions, now: datetime) -> Handshake:
    if not handshake.chain_der:
        return handshake
    chain = [base64.b64decode(encoded) for encoded in handshake.chain_der]
    trust = judge(chain, target, options.trust_store, now)
    return replace(handshake, verdicts=(StoreVerdict(options.trust_store.name, trust),))


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
