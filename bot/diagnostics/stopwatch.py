"""How long the stages of a diagnosis take."""

import time


class Stopwatch:
    """Real time in milliseconds."""

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
