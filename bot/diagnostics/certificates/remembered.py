"""What was once read of a certificate, remembered: intermediates come again and again, leaves from many addresses."""

import functools
from collections.abc import Callable
from typing import TypeVar

KEPT = 256
KEPT_BYTES = 16_384
"""A larger certificate, of ten thousand names say, takes too much memory to be kept for long."""

KEPT_LARGE = 2
"""Of those: as many as are judged for several clients in a row."""

Read = TypeVar("Read")


def remembered(read: Callable[[bytes], Read]) -> Callable[[bytes], Read]:
    """The same as ``read``, a pure function of a certificate's DER, without doing it twice in a row."""
    kept = functools.lru_cache(maxsize=KEPT)(read)
    kept_briefly = functools.lru_cache(maxsize=KEPT_LARGE)(read)

    @functools.wraps(read)
    def remembering(der: bytes) -> Read:
        return kept(der) if len(der) <= KEPT_BYTES else kept_briefly(der)

    return remembering
