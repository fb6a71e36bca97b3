"""Time, injected: real time plus an offset that the local workspace can move.

``run_at`` of jobs, wording, certificate validity and sandbox timestamps follow a `Clock`. Leases, time-outs
and rate limits do not: they run on real time.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import CertincError

if TYPE_CHECKING:
    import httpx

FOLLOW_INTERVAL_S = 0.4
"""How often a followed clock is read, in real seconds: a move is known within one second."""


def require_aware(moment: datetime) -> datetime:
    """Return ``moment`` in UTC.

    Raises:
        ValueError: It is naive. A time without a zone is a defect, never input.
    """
    if moment.tzinfo is None:
        message = f"a time without a zone: {moment!r}"
        raise ValueError(message)
    return moment.astimezone(UTC)


def utc_minute(moment: datetime) -> str:
    """``2026-11-24 06:46 UTC``: the one form in which plain text names an instant.

    Raises:
        ValueError: ``moment`` is naive.
    """
    return f"{require_aware(moment):%Y-%m-%d %H:%M} UTC"


class Clock:
    """The present in UTC: the machine's time plus ``offset``."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Move the present on by ``by``, which may not be negative.

        Raises:
            ValueError: ``by`` is negative: no clock of ours runs backwards.
        """
        if by < timedelta(0):
            message = f"a clock cannot go back, asked for {by}"
            raise ValueError(message)
        self.offset += by


class FrozenClock(Clock):
    """A clock that stands still until a test advances it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = require_aware(at)

    def now(self) -> datetime:
        """The instant it was given, plus what it was advanced by."""
        return self._at + self.offset


class FollowingClock(Clock):
    """A clock that can be told that it moved, and tells who waits by it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Callable[[], None]] = []

    def on_move(self, notify: Callable[[], None]) -> None:
        """Call ``notify`` after each move."""
        self._waiting.append(notify)

    def moved(self) -> None:
        """Tell everyone who waits."""
        for notify in self._waiting:
            notify()


class ClockUnreadableError(CertincError):
    """The clock to follow cannot be read."""


async def read_offset(url: str, client: "httpx.AsyncClient") -> timedelta:
    """The offset served at ``url`` as ``{"offset_s": seconds}``.

    Raises:
        ClockUnreadableError: Nothing answers there, or not with an offset.
    """
    import httpx

    try:
        response = await client.get(url)
        response.raise_for_status()
        return timedelta(seconds=float(response.json()["offset_s"]))
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ClockUnreadableError(
            f"The clock at {url} cannot be read: {error}.",
            remedy="CERTINC_CLOCK_URL is for the local workspace only; leave it empty elsewhere.",
        ) from error


async def follow(clock: Clock, url: str, client: "httpx.AsyncClient", on_move: Callable[[], None]) -> None:
    """Keep ``clock`` at the offset served at ``url`` until cancelled.

    A clock that cannot be read keeps its last offset: the workspace may be restarting.
    """
    import structlog  # it brings rich, and takes a third of the start-up of commands that only tell the time

    log = structlog.get_logger(__name__)
    readable = True
    while True:
        try:
            offset = await read_offset(url, client)
        except ClockUnreadableError as error:
            if readable:
                log.warning("clock_unreadable", error=str(error))
            readable = False
        else:
            readable = True
            if offset != clock.offset:
                clock.offset = offset
                on_move()
        await asyncio.sleep(FOLLOW_INTERVAL_S)
