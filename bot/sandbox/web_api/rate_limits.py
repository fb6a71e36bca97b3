"""Rate limits on real time: token buckets for each method, and for each channel that is posted to.

Source: Slack, "Rate limits". A tier is a number of calls a minute with occasional bursts above it; a bucket
that holds one minute's calls and refills evenly is the strictest reading of that.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.web_api.method import Tier

CALLS_A_MINUTE = {Tier.T1: 1, Tier.T2: 20, Tier.T3: 50, Tier.T4: 100, Tier.SPECIAL: 600}
POSTS_A_SECOND = 1.0
POST_BURST = 5
"""Slack: "about one message a second a channel", short bursts allowed."""


@dataclass(slots=True)
class _Bucket:
    capacity: float
    refill_a_second: float
    tokens: float
    filled_at: float


class RateLimiter:
    """Counts calls. ``now`` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def retry_after_s(self, method: str, tier: Tier, channel: str | None) -> int | None:
        """Take a call's token. None: go ahead; else whole seconds after which to try again."""
        if method == "chat.postMessage" and channel:
            return self._take((method, channel), POST_BURST, POSTS_A_SECOND)
        calls = CALLS_A_MINUTE[tier]
        return self._take((method, ""), calls, calls / 60)

    def _take(self, key: tuple[str, str], capacity: float, refill_a_second: float) -> int | None:
        now = self._now()
        bucket = self._buckets.setdefault(key, _Bucket(capacity, refill_a_second, capacity, now))
        refilled = bucket.tokens + (now - bucket.filled_at) * bucket.refill_a_second
        bucket.tokens = min(bucket.capacity, refilled)
        bucket.filled_at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return None
        return max(1, math.ceil((1 - bucket.tokens) / bucket.refill_a_second))
