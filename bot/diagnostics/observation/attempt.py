"""One connection to one address: connect, leave the clear-text protocol, shake hands."""

import asyncio
import contextlib
import errno
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.diagnostics.model.observation import Obstacle, Outcome
from bot.diagnostics.observation.addresses import has_route, system_words
from bot.diagnostics.observation.alerts import PROTOCOL_VERSION, UNRECOGNIZED_NAME
from bot.diagnostics.observation.handshake import Shaken, shake_hands
from bot.diagnostics.observation.offers import Request
from bot.diagnostics.observation.starttls.errors import StartTlsError
from bot.diagnostics.observation.starttls.protocols import UPGRADES
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.target import StartTls, Target
from bot.diagnostics.turns import turn

NO_ROUTE_ERRORS = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})

_VERSION_WORDS = ("unsupported protocol", "version too low")
"""OpenSSL's, for a server that chose a version older than TLS 1.0."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it."""

    outcome: Outcome
    detail: str = ""
    obstacle: Obstacle | None = None
    shaken: Shaken | None = None
    """None where TLS was not reached."""
    connect_ms: float | None = None
    starttls_ms: float | None = None


async def attempt(target: Target, endpoint: Endpoint, request: Request, deadline: float) -> Attempt:
    """Try once, until ``deadline`` in the running loop's time. Nothing that a server does raises.

    The endpoint is an address that was screened: no name is looked up here.
    """
    started = time.perf_counter()
    try:
        async with asyncio.timeout_at(deadline):
            await turn()
            reader, writer = await asyncio.open_connection(endpoint.address, endpoint.port)
    except TimeoutError:
        return Attempt(Outcome.TIMED_OUT, "the connection was not accepted")
    except ConnectionRefusedError:
        return Attempt(Outcome.REFUSED)
    except OSError as error:
        return _unreachable(endpoint, error)
    connect_ms = _since(started)
    async with _dropped_afterwards(writer):
        if target.starttls is None:
            shaken = await shake_hands(request, reader, writer, deadline)
            return replace(judged(shaken), connect_ms=connect_ms)
        started = time.perf_counter()
        failed = await _upgrade(target.starttls, target.host, reader, writer, deadline)
        starttls_ms = _since(started)
        if failed is None:
            failed = judged(await shake_hands(request, reader, writer, deadline))
    return replace(failed, connect_ms=connect_ms, starttls_ms=starttls_ms)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


@asynccontextmanager
async def _dropped_afterwards(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Drop the connection at the end, without waiting for a server that reads nothing."""
    try:
        yield
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _unreachable(endpoint: Endpoint, error: OSError) -> Attempt:
    words = system_words(error)
    if error.errno in NO_ROUTE_ERRORS and not has_route(endpoint.address):
        return Attempt(Outcome.UNREACHABLE, words, Obstacle.NO_ROUTE)
    return Attempt(Outcome.UNREACHABLE, words)


async def _upgrade(
    protocol: StartTls,
    server_name: str,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    deadline: float,
) -> Attempt | None:
    """None where TLS may begin."""
    try:
        async with asyncio.timeout_at(deadline):
            await UPGRADES[protocol](reader, writer, server_name)
    except TimeoutError:
        return Attempt(Outcome.TIMED_OUT, f"it accepts the connection, and {protocol} gets no further")
    except StartTlsError as error:
        obstacle = Obstacle.STARTTLS_FAILED if error.offered else Obstacle.STARTTLS_NOT_OFFERED
        return Attempt(Outcome.NOT_TLS, error.what, obstacle)
    except OSError as error:
        words = f"the connection broke before TLS began ({system_words(error)})"
        return Attempt(Outcome.NOT_TLS, words, Obstacle.STARTTLS_FAILED)
    return None


def judged(shaken: Shaken) -> Attempt:
    """The outcome of a handshake, and what stood in its way."""
    detail, obstacle = shaken.failure or "", _obstacle(shaken)
    if shaken.chain:
        return Attempt(Outcome.SERVED, detail, obstacle, shaken)
    if shaken.spoken is not None:
        return Attempt(Outcome.NOT_TLS, shaken.spoken.words, shaken.spoken.obstacle, shaken)
    if shaken.timed_out:
        return Attempt(Outcome.TIMED_OUT, "it accepts the connection, and TLS gets no further", None, shaken)
    return Attempt(Outcome.FAILED_HANDSHAKE, detail or "no certificate was presented", obstacle, shaken)


def _obstacle(shaken: Shaken) -> Obstacle | None:
    if shaken.failure is None:
        return None
    if shaken.too_large:
        return Obstacle.MESSAGE_TOO_LARGE
    if shaken.alert == UNRECOGNIZED_NAME:
        return Obstacle.NAME_REFUSED
    if shaken.alert == PROTOCOL_VERSION or any(words in shaken.failure for words in _VERSION_WORDS):
        return Obstacle.VERSION_REFUSED
    return Obstacle.CLOSED_EARLY if shaken.closed else None
