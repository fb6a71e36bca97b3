"""Asking an ACME directory (RFC 8555, 7.1.1): the operator's own URL, so HTTPS and private addresses are allowed."""

import functools
import json
import ssl
from dataclasses import replace

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FailureKind, Fetched, FetchRequest, FetchResult
from bot.diagnostics.model.authority import AuthorityService

MAX_DIRECTORY_BYTES = 100_000
NO_DIRECTORY = "what it answers is no ACME directory"


async def ask_directory(url: str, fetcher: ScreenedFetcher, tls: ssl.SSLContext) -> tuple[FetchResult, str]:
    """The answer, and what is odd about it; empty where nothing is.

    ``tls`` verifies the directory's own certificate. One that is not accepted is told, and the directory asked all
    the same: whether the CA is up is another question, nothing secret is sent, and nothing that it answers is acted
    upon. An internal CA whose own certificate expired is found in this way.
    """
    request = FetchRequest(url, AuthorityService.ACME_DIRECTORY, by_operator=True, tls=tls)
    result = await fetcher.fetch(request)
    if isinstance(result, Fetched):
        return result, _oddity(result.body)
    if result.kind is not FailureKind.UNTRUSTED:
        return result, ""
    again = await fetcher.fetch(replace(request, tls=_unverified()))
    return again, result.detail


@functools.cache
def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _oddity(body: bytes) -> str:
    try:
        content = json.loads(body) if len(body) <= MAX_DIRECTORY_BYTES else None
    except (ValueError, RecursionError):
        content = None
    return "" if isinstance(content, dict) and "newOrder" in content else NO_DIRECTORY
