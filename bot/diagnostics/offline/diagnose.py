"""A diagnosis of what somebody brought."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import require_aware
from bot.diagnostics.conclude import Inquiry, Look, conclude
from bot.diagnostics.errors import TargetError
from bot.diagnostics.judging import Judging
from bot.diagnostics.learning import learn_and_judge
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.offline.brought import Brought
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.stopwatch import Stopwatch
from bot.diagnostics.target import Target, parse_target
from bot.diagnostics.trust.policy import MAX_DEPTH, Purpose

UNNAMED = Target("unnamed.invalid")
"""Stands for a target where neither the person nor the certificate says which it is (RFC 6761, 6.4)."""


def named_peer(text: str) -> Target:
    """Whose certificate a chain should be: a host or address in any form, or a mailbox (``who@example.com``).

    Nothing is connected to, so a name that DNS could not hold is no error: it is compared as it stands.
    """
    stripped = text.strip()
    if "@" in stripped:
        return Target(stripped)
    try:
        return parse_target(stripped)
    except TargetError:
        return Target(stripped.lower().rstrip("."))


@dataclass(frozen=True, slots=True)
class Brief:
    """What is to be judged."""

    peer: Target | None = None
    """Whose certificate it should be; None: what the material says, else any name will do."""
    purpose: Purpose = Purpose.SERVER
    max_depth: int = MAX_DEPTH
    crl_files: Mapping[str, bytes] = field(default_factory=dict)
    """By name. The chain must be cleared by them."""
    ocsp_files: Mapping[str, bytes] = field(default_factory=dict)


async def diagnose_brought(
    brought: Brought,
    brief: Brief,
    options: DiagnosisOptions,
    *,
    now: datetime,
    inquiry: Inquiry | None = None,
) -> Diagnosis:
    """Judge it as of ``now`` (aware), with that somebody's vantage. Others are asked as ``options`` say."""
    moment = require_aware(now)
    watch = Stopwatch()
    deadline = asyncio.get_running_loop().time() + options.timeout.total_seconds()
    peer = brief.peer or brought.target
    target = peer or _named_by(brought)
    judging = Judging(
        options.stores,
        moment,
        peer,
        brief.purpose,
        brief.max_depth,
        crl_files=brief.crl_files,
        ocsp_files=brief.ocsp_files,
    )
    learnt = await learn_and_judge(brought.observations, target, options, judging, deadline)
    timings = Timings(learn_ms=watch.lap(), total_ms=watch.total())
    return conclude(Look(target, moment, brought.vantage), learnt, inquiry or Inquiry(), timings)


def _named_by(brought: Brought) -> Target:
    """The first host named in the leaf: it names the diagnosis, and nothing is judged by it."""
    leaves = [seen.leaf for seen in brought.observations if seen.leaf is not None]
    names = (name for leaf in leaves for name in leaf.names)
    return next((target for name in names if (target := _target(name)) is not None), UNNAMED)


def _target(name: str) -> Target | None:
    """None for a wildcard, and for what no host can be called."""
    try:
        return parse_target(name)
    except TargetError:
        return None
