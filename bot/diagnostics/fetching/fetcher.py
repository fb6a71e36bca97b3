"""Following URLs that strangers wrote: screened, bounded, each once."""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from bot.diagnostics.fetching.allowance import Allowance
from bot.diagnostics.fetching.location import Location, locate
from bot.diagnostics.fetching.outcome import (
    FailureKind,
    Fetched,
    FetchFailure,
    FetchRecord,
    FetchRefusedError,
    FetchRequest,
    FetchResult,
)
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.static_hosts import Endpoint
from bot.diagnostics.target import Target
from bot.diagnostics.visible_text import visible

MAX_ADDRESSES = 4
"""Tried one after another."""

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, in the order in which to try them; raises OSError where there is none."""

_FROM_CERTIFICATES = frozenset({"http"})
"""RFC 5280, 8: HTTPS there could need the very answer that is being fetched; LDAP and FTP are not spoken."""
_FROM_OPERATOR = frozenset({"http", "https"})


async def system_addresses(host: str, port: int) -> Sequence[str]:
    """By the system's resolver.

    Raises:
        OSError: The name does not resolve.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class ScreenedFetcher:
    """Fetches for one diagnosis; what a server does is a `FetchFailure`, and never raises.

    A URL that is asked for twice, at once or later, is fetched once. Leave its context when the diagnosis is made,
    so that nothing goes on in the background.
    """

    def __init__(
        self, rules: FetchRules, *, resolve: Resolver = system_addresses, deadline: float | None = None
    ) -> None:
        """``deadline`` in the running loop's time: no fetch lasts beyond it."""
        self._rules = rules
        self._resolve = resolve
        self._deadline = deadline
        self._tasks: dict[tuple[str, bytes | None, bool], asyncio.Task[FetchResult]] = {}
        self._by_certificate: Counter[str] = Counter()
        self._fetches = 0
        self._allowance = Allowance(rules.max_total_bytes)
        self._records: list[FetchRecord] = []

    async def __aenter__(self) -> Self:
        """It is usable without, too."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what is still under way, and let go of what was fetched."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    @property
    def records(self) -> tuple[FetchRecord, ...]:
        """Everything that was asked for so far, in the order of the answers."""
        return tuple(self._records)

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """The answer to one request."""
        key = (request.url, request.body, request.tls is None or request.tls.verify_mode is ssl.CERT_NONE)
        task = self._tasks.get(key)
        if task is None:
            location = locate(request.url, _FROM_OPERATOR if request.by_operator else _FROM_CERTIFICATES)
            if isinstance(location, str):
                return FetchFailure(request.name, FailureKind.NOT_HTTP, location)
            refusal = None if request.by_operator else self._over_count(request)
            if refusal is not None:
                return FetchFailure(request.name, FailureKind.TOO_MANY, refusal)
            task = self._tasks[key] = asyncio.create_task(self._fetch(request, location))
        # Who asked first may give up; the others still wait for the same answer.
        return await asyncio.shield(task)

    def _over_count(self, request: FetchRequest) -> str | None:
        """Count this fetch in, or say which count is full."""
        rules = self._rules
        if self._fetches >= rules.max_per_target:
            return f"{rules.max_per_target} URLs were followed for this target, and no more are"
        if self._by_certificate[request.certificate] >= rules.max_per_certificate:
            return f"{rules.max_per_certificate} URLs were followed for this certificate, and no more are"
        self._fetches += 1
        self._by_certificate[request.certificate] += 1
        return None

    async def _fetch(self, request: FetchRequest, location: Location) -> FetchResult:
        allowance = Allowance(self._rules.max_bytes, self._allowance)
        attempt = _Attempt(self._rules, self._resolve, self._deadline, allowance)
        result = await attempt.make(request, location)
        failure = result if isinstance(result, FetchFailure) else None
        self._records.append(FetchRecord(request.service, request.name, attempt.latency_ms, failure))
        return result


class _Attempt:
    """One fetch, from the look-up to the last byte."""

    def __init__(
        self, rules: FetchRules, resolve: Resolver, deadline: float | None, allowance: Allowance
    ) -> None:
        self._rules, self._resolve = rules, resolve
        self._deadline = deadline
        self._allowance = allowance
        self._connected = False
        self._resolved = False
        self._started = time.perf_counter()
        self.latency_ms: float | None = None

    async def make(self, request: FetchRequest, location: Location) -> FetchResult:
        """Nothing the server does raises."""
        until = asyncio.get_running_loop().time() + self._rules.timeout_s
        if self._deadline is not None:
            until = min(until, self._deadline)
        try:
            async with asyncio.timeout_at(until):
                body = await self._answer(request, location, until)
        except FetchRefusedError as error:
            failure = (error.kind, error.detail, error.status)
        except TimeoutError:
            failure = (FailureKind.TIMED_OUT, self._waiting_for(), None)
        except ssl.SSLCertVerificationError as error:
            reason = visible(str(error.verify_message), 100)
            failure = (FailureKind.UNTRUSTED, f"its own certificate is not accepted: {reason}", None)
        except ssl.SSLError as error:
            failure = (FailureKind.REFUSED, f"TLS fails: {visible(str(error.reason or error), 100)}", None)
        except OSError as error:
            failure = (FailureKind.REFUSED, self._words(error), None)
        else:
            return Fetched(request.name, body, _since(self._started))
        kind, detail, status = failure
        return FetchFailure(request.name, kind, detail, _since(self._started), status, self._connected)

    async def _answer(self, request: FetchRequest, location: Location, until: float) -> bytes:
        from bot.diagnostics.fetching.exchange import Message, exchange  # lazy: h11 with it

        endpoints = await self._endpoints(request, location)
        tls = request.tls if location.scheme == "https" else None
        reader, writer = await self._connect(endpoints, location, tls, until)
        self._connected = True
        try:
            message = Message(location.authority, location.target, request.body, request.content_type)
            return await exchange(reader, writer, message, self._allowance, self._answers)
        finally:
            # Not closed politely: whoever does not answer would hold us up in saying goodbye, too.
            writer.transport.abort()

    def _answers(self) -> None:
        self.latency_ms = _since(self._started)

    async def _endpoints(self, request: FetchRequest, location: Location) -> list[Endpoint]:
        """Where to connect, screened: these addresses and no others, since no name is looked up again."""
        static = self._rules.static_hosts.endpoints(Target(location.host, location.port))
        found = []
        for place in static or (Endpoint(location.host, location.port),):
            found += [Endpoint(address, place.port) for address in await self._addresses(place)]
        self._resolved = True
        exempt = bool(static) or request.by_operator
        kept, refusal = [], ""
        for each in found:
            why_not = self._rules.refusal(each.address, location.host, each.port, exempt=exempt)
            if why_not is None:
                kept.append(each)
            refusal = refusal or why_not or ""
        if not kept:
            raise FetchRefusedError(FailureKind.FORBIDDEN_ADDRESS, refusal)
        return kept[:MAX_ADDRESSES]

    async def _addresses(self, place: Endpoint) -> Sequence[str]:
        if _is_address(place.address):
            return (place.address,)
        try:
            addresses = await self._resolve(place.address, place.port)
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "the name cannot be encoded"
            detail = (
                f"{visible(place.address, 80)} does not resolve: {visible(str(reason or error), 80).lower()}"
            )
            raise FetchRefusedError(FailureKind.UNRESOLVABLE, detail) from error
        if not addresses:
            raise FetchRefusedError(FailureKind.UNRESOLVABLE, f"{visible(place.address, 80)} has no address")
        return addresses

    async def _connect(
        self, endpoints: Sequence[Endpoint], location: Location, tls: ssl.SSLContext | None, until: float
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To the first that answers; each has an equal part of the time that is left."""
        loop = asyncio.get_running_loop()
        last: OSError = TimeoutError()
        for place, endpoint in enumerate(endpoints):
            share = (until - loop.time()) / (len(endpoints) - place)
            try:
                async with asyncio.timeout(share):
                    return await asyncio.open_connection(
                        endpoint.address,
                        endpoint.port,
                        ssl=tls,
                        server_hostname=location.host if tls is not None else None,
                    )
            except ssl.SSLError:
                raise
            except OSError as error:
                last = error
        raise last

    def _waiting_for(self) -> str:
        limit = f"within {self._rules.timeout_s:g} s"
        if not self._resolved:
            return f"its name was not looked up {limit}"
        return f"gave no whole answer {limit}" if self._connected else f"could not be connected to {limit}"

    def _words(self, error: OSError) -> str:
        if isinstance(error, ConnectionRefusedError):
            return "refuses the connection"
        reason = visible(error.strerror or str(error) or type(error).__name__, 80).lower()
        return f"broke the connection: {reason}" if self._connected else f"cannot be reached: {reason}"


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
