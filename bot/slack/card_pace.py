"""How often a card is redrawn: at most once in five seconds, unless a person just did something."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

INTERVAL_S = 5.0
"""Shortest time between two updates of one card that nobody waits for, in real seconds."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    at: float
    touched_at: datetime


class CardPace:
    """Remembers when each card was last updated. Lost with the process: then the next update is simply made.

    Args:
        now: A monotonic clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._drawn: dict[str, _Drawn] = {}

    def wait_s(self, incident_id: str, touched_at: datetime) -> float:
        """Seconds to wait before the card may be updated; 0 where it may be now.

        Args:
            incident_id: Whose card.
            touched_at: When a person last did something to the incident.
        """
        drawn = self._drawn.get(incident_id)
        if drawn is None or touched_at > drawn.touched_at:
            return 0.0
        return max(0.0, drawn.at + INTERVAL_S - self._now())

    def updated(self, incident_id: str, touched_at: datetime) -> None:
        """The card was updated just now, and shows what was done up to ``touched_at``."""
        now = self._now()
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if drawn.at + INTERVAL_S > now}
        self._drawn[incident_id] = _Drawn(now, touched_at)
