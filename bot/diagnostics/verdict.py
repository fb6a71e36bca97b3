"""The one sentence that a tired person reads first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import utc_minute
from bot.diagnostics.findings.kinds import spread
from bot.diagnostics.model.finding import Finding, Severity
from bot.diagnostics.model.observation import Observation, Outcome
from bot.diagnostics.target import Target

DAY = timedelta(days=1)


def verdict(
    target: Target, observations: Sequence[Observation], findings: Sequence[Finding], now: datetime
) -> str:
    """What is wrong, where, since when; or that nothing was found to be."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return _healthy(target, observations, findings, now)
    gravest = errors[0]
    if gravest.id == "leaf-expired":
        return _expired(observations, gravest, now)
    others = len(errors) - 1
    more = f" {others} more {'thing is' if others == 1 else 'things are'} wrong." if others else ""
    return gravest.sentence + more


def _expired(observations: Sequence[Observation], finding: Finding, now: datetime) -> str:
    expired = [seen for seen in observations if seen.address in finding.addresses and seen.leaf]
    newer = [
        seen
        for seen in observations
        if seen.leaf is not None and seen.trust is not None and seen.trust.trusted
    ]
    ended = max(seen.leaf.not_after for seen in expired if seen.leaf is not None)
    where = spread(len(expired), len(observations), finding.addresses)
    seen_from_here = f" {where} seen from here" if where else ""
    rest = (
        f"a valid one is served on {len(newer)} of {len(observations)}"
        if newer
        else "nothing newer is deployed"
    )
    return f"The certificate expired{seen_from_here}, {age(now - ended)} ago ({utc_minute(ended)}); {rest}."


def _healthy(
    target: Target, observations: Sequence[Observation], findings: Sequence[Finding], now: datetime
) -> str:
    served = [seen for seen in observations if seen.outcome is Outcome.SERVED and seen.leaf is not None]
    if not served:
        return f"Nothing could be observed of {target}."
    soonest = min(seen.leaf.not_after for seen in served if seen.leaf is not None)
    where = spread(len(served), len(observations), ())
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    warning = f" But: {warnings[0].sentence}" if warnings else ""
    return (
        f"The certificate is valid{f' {where} seen from here' if where else ''}, for {age(soonest - now)} more "
        f"(until {utc_minute(soonest)}).{warning}"
    )


def age(length: timedelta) -> str:
    """``40 min``, ``6 h``, ``3 d``: rounded down, at least a minute."""
    if length >= 2 * DAY:
        return f"{length.days} d"
    if length >= timedelta(hours=1):
        return f"{length // timedelta(hours=1)} h"
    return f"{max(1, length // timedelta(minutes=1))} min"
