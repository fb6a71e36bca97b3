"""When the next status update is due, and when to nudge for it. Pure."""

from datetime import datetime, timedelta

from bot.taxonomy import Tier

NUDGE_BEFORE = timedelta(minutes=5)
"""A reminder comes this long before the update is due."""


def next_due(tier: Tier, after: datetime) -> datetime | None:
    """When an update is due, counted from ``after``; None where the tier reports at milestones only."""
    if tier.update_every is None:
        return None
    due = after + tier.update_every
    if tier.working_days_only:
        while due.weekday() >= 5:
            due += timedelta(days=1)
    return due


def nudge_at(due_at: datetime) -> datetime:
    """When to remind of an update that is due at ``due_at``."""
    return due_at - NUDGE_BEFORE


def beat_to_nudge_for(tier: Tier, due_at: datetime, now: datetime, *, nudged: bool) -> datetime:
    """The due time that a nudge at ``now`` is for, when the last promise was ``due_at``.

    ``nudged`` says that there was a nudge for ``due_at`` itself, so the next beat counts: due + cadence, and
    nothing drifts. Beats that were missed while the bot was down fall together into the latest of them.
    """
    due = due_at
    following = next_due(tier, due)
    if nudged and following is not None:
        due = following
    while (following := next_due(tier, due)) is not None and nudge_at(following) <= now:
        due = following
    return due
