"""The health of the issuing CA, from what was fetched anyway and from its ACME directory."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.diagnostics.authority.acme import NO_DIRECTORY, ask_directory
from bot.diagnostics.authority.directories import directories_for
from bot.diagnostics.authority.meaning import meaning
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FailureKind, FetchFailure, FetchRecord, FetchResult
from bot.diagnostics.model.authority import AuthorityHealth, AuthorityService, ServiceState
from bot.diagnostics.model.revocation import AnswerDefect, Revocation

SLOW_MS = 1000.0
"""From here on an answer is called slow: a directory or a responder is a static file, and answers in a tenth of it."""

_UNKNOWN_KINDS = frozenset(
    {
        FailureKind.NOT_HTTP,
        FailureKind.FORBIDDEN_ADDRESS,
        FailureKind.UNRESOLVABLE,
        FailureKind.TOO_MANY,
        FailureKind.TOO_LARGE,
        FailureKind.REDIRECT,
        FailureKind.MALFORMED,
        FailureKind.UNTRUSTED,
    }
)
"""What says more of us, of the URL or of DNS than of the CA."""


async def directories_health(
    chains: Sequence[Sequence[bytes]],
    fetcher: ScreenedFetcher,
    *,
    acme_directories: Mapping[str, str],
    tls: Callable[[], ssl.SSLContext],
) -> tuple[AuthorityHealth, ...]:
    """The ACME directories of the CAs that issued these chains (DER, leaf first).

    ``acme_directories``: the operator's URLs by a pattern of the issuer's name. ``tls`` makes what verifies the
    directories' own certificates; it is called off the loop, and only where there is one to ask.
    """
    urls = directories_for(chains, acme_directories)
    if not urls:
        return ()
    context = await asyncio.to_thread(tls)
    answers = await asyncio.gather(*(ask_directory(url, fetcher, context) for url in urls))
    return tuple(
        _directory_health(url, result, odd) for url, (result, odd) in zip(urls, answers, strict=True)
    )


def services_health(fetcher: ScreenedFetcher, revocation: Revocation) -> tuple[AuthorityHealth, ...]:
    """Every service of the CA that ``fetcher`` has asked so far, but for ACME directories.

    ``revocation`` tells of responders that answer, but refuse to say anything.
    """
    return tuple(_fetched(fetcher.records, revocation))


def _directory_health(url: str, result: FetchResult, odd: str) -> AuthorityHealth:
    failure = result if isinstance(result, FetchFailure) else None
    state = _state(failure, result.took_ms)
    if failure is None and odd == NO_DIRECTORY:
        state = ServiceState.UNKNOWN
    detail = "; ".join(part for part in (odd, failure.detail if failure is not None else "") if part)
    return _health(AuthorityService.ACME_DIRECTORY, url, state, result.took_ms, detail)


def _fetched(records: Sequence[FetchRecord], revocation: Revocation) -> Iterator[AuthorityHealth]:
    refusals = {
        answer.location: answer.detail
        for answer in revocation.answers
        if answer.defect is AnswerDefect.REFUSED
    }
    last = {
        (record.service, record.url): record
        for record in records
        if record.service is not AuthorityService.ACME_DIRECTORY
    }
    for (service, url), record in last.items():
        state, detail = _state(record.failure, record.latency_ms), ""
        if record.failure is not None:
            detail = record.failure.detail
        elif service is AuthorityService.OCSP and url in refusals:
            state, detail = ServiceState.DOWN, refusals[url]
        yield _health(service, url, state, record.latency_ms, detail)


def _state(failure: FetchFailure | None, took_ms: float | None) -> ServiceState:
    if failure is None:
        return ServiceState.SLOW if took_ms is not None and took_ms >= SLOW_MS else ServiceState.UP
    if failure.status == 429:
        return ServiceState.RATE_LIMITED
    if failure.kind in _UNKNOWN_KINDS:
        return ServiceState.UNKNOWN
    if failure.kind is FailureKind.HTTP_STATUS:
        down = failure.status is not None and failure.status >= 500
        return ServiceState.DOWN if down else ServiceState.UNKNOWN
    if failure.kind is FailureKind.TIMED_OUT and failure.connected:
        return ServiceState.SLOW
    return ServiceState.DOWN


def _health(
    service: AuthorityService, url: str, state: ServiceState, took_ms: float | None, detail: str
) -> AuthorityHealth:
    return AuthorityHealth(service, url, state, took_ms, detail, meaning(service, state))
