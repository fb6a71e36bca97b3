"""How many calls Slack takes, kept here so that Slack need not refuse: token buckets a method, or a channel.

Slack's limits hold for each method in the whole workspace, and for chat.postMessage in each channel
(https://docs.slack.dev/apis/web-api/rate-limits). One noisy channel therefore delays no other one, and what
matters less leaves room for what matters more.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.slack.errors import HeldBackError

TIER_2, TIER_3, TIER_4 = 20, 50, 100
"""Calls a minute."""

CALLS_A_MINUTE = {
    "auth.test": TIER_4,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.create": TIER_2,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.invite": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.setTopic": TIER_2,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.info": TIER_4,
    "pins.add": TIER_2,
    "users.conversations": TIER_3,
    "users.info": TIER_4,
    "views.open": TIER_4,
}
"""Each method's tier (https://docs.slack.dev/reference/methods, "Rate limits" of each page)."""

POSTS_A_SECOND = 1.0
POST_BURST = 5
"""chat.postMessage: about one a second a channel, with short bursts."""


class Priority(Enum):
    """What a call is for. The value is the part of a bucket that must be left after it for what matters more."""

    URGENT = 0.0
    """Invitations, pages, and whatever a person is waiting for."""
    REMINDER = 0.1
    UPDATE = 0.2
    RUNBOOK = 0.3
    CARD = 0.5


@dataclass(slots=True)
class _Bucket:
    capacity: float
    refill_a_second: float
    tokens: float
    filled_at: float
    closed_until: float = 0.0
    """Slack said 429: nothing before this moment."""

    def fill(self, now: float) -> None:
        refilled = self.tokens + (now - self.filled_at) * self.refill_a_second
        self.tokens, self.filled_at = min(self.capacity, refilled), now

    def wait_s(self, reserve: float) -> float:
        """Seconds until a call may be made that leaves ``reserve`` of the capacity."""
        lacking = max(0.0, 1 + reserve * self.capacity - self.tokens) / self.refill_a_second
        return max(lacking, self.closed_until - self.filled_at)


class Budget:
    """The buckets of one process. Replicas do not share them: Slack's own 429 is obeyed beside them.

    Args:
        now: A monotonic clock in seconds.
        limited: False beside a workspace that was told to have no limits; its 429 is obeyed all the same.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, *, limited: bool = True) -> None:
        self._now = now
        self._limited = limited
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def spend(self, method: str, *, channel: str = "", priority: Priority = Priority.URGENT) -> None:
        """Take the place of one call.

        Raises:
            HeldBackError: There is none now for a call of this priority.
        """
        bucket = self._bucket(method, channel)
        # A post's place in its channel is decided by the surface's order, not by what it is for.
        reserve = 0.0 if method == "chat.postMessage" else priority.value
        wait_s = bucket.wait_s(reserve) if self._limited else bucket.closed_until - bucket.filled_at
        if wait_s > 0:
            raise HeldBackError(method, wait_s)
        bucket.tokens -= 1

    def refused(self, method: str, *, channel: str = "", retry_after_s: float) -> None:
        """Slack answered 429: nobody asks again before it may be asked."""
        bucket = self._bucket(method, channel)
        bucket.tokens = min(bucket.tokens, 0.0)
        bucket.closed_until = max(bucket.closed_until, self._now() + retry_after_s)

    def _bucket(self, method: str, channel: str) -> _Bucket:
        now = self._now()
        if method == "chat.postMessage":
            capacity, refill, key = float(POST_BURST), POSTS_A_SECOND, (method, channel)
        else:
            calls = CALLS_A_MINUTE[method]
            capacity, refill, key = float(calls), calls / 60, (method, "")
        bucket = self._buckets.setdefault(key, _Bucket(capacity, refill, capacity, now))
        bucket.fill(now)
        return bucket
