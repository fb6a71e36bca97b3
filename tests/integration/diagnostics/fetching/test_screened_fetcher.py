"""Every rule of following URLs, each against a server that breaks it."""

import asyncio
import gzip
import time

import pytest

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.outcome import FailureKind, Fetched, FetchFailure, FetchRequest
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.authority import AuthorityService
from tests.fetches import LOOPBACK, failure, fetch, request
from tests.hostile_http import Visit, always, serve


async def test_a_plain_answer() -> None:
    """Its bytes come, with the time it took."""
    async with serve(always(b"list")) as server:
        result = await fetch(server.url("/a.crl?b=c"))
    assert isinstance(result, Fetched)
    assert (result.body, result.status) == (b"list", 200)
    assert result.took_ms > 0
    assert server.visits[0].head.startswith(
        b"GET /a.crl?b=c HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % server.port
    )


async def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    """As HTTP/1.0 servers do."""

    async def handler(visit: Visit) -> None:
        await visit.send(b"HTTP/1.0 200 OK\r\n\r\nto the end")

    async with serve(handler) as server:
        result = await fetch(server.url())
    assert isinstance(result, Fetched)
    assert result.body == b"to the end"


async def test_a_post() -> None:
    """With its body and type; it is another thing than the GET of the same URL."""
    async with serve(always(b"ok")) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        asked = FetchRequest(
            server.url(), AuthorityService.OCSP, "aa", b"question", "application/ocsp-request"
        )
        assert isinstance(await fetcher.fetch(asked), Fetched)
        await fetcher.fetch(request(server.url()))
    assert server.visits[0].body == b"question"
    assert b"Content-Type: application/ocsp-request\r\n" in server.visits[0].head
    assert server.visits[1].head.startswith(b"GET ")


async def test_a_url_is_fetched_once_however_often_and_whenever_it_is_asked_for() -> None:
    """Those that ask at the same time share one fetch."""
    async with serve(always(b"list")) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        results = await asyncio.gather(*(fetcher.fetch(request(server.url())) for _ in range(5)))
        again = await fetcher.fetch(request(server.url(), "bb"))
    assert len(server.visits) == 1
    assert all(result is again for result in results)


async def test_one_that_gives_up_does_not_take_the_answer_from_the_others() -> None:
    """The fetch goes on for whoever still waits."""
    may_answer = asyncio.Event()

    async def handler(visit: Visit) -> None:
        await may_answer.wait()
        await visit.answer(b"list")

    async with serve(handler) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        first = asyncio.create_task(fetcher.fetch(request(server.url())))
        second = asyncio.create_task(fetcher.fetch(request(server.url())))
        await asyncio.sleep(0)
        first.cancel()
        may_answer.set()
        assert isinstance(await second, Fetched)
        assert first.cancelled() or first.cancelling()


async def test_a_redirect_is_a_failure_and_is_not_followed() -> None:
    """A loop of them is one answer."""
    async with serve(always(b"", "302 Found", "Location: /")) as server:
        result = failure(await fetch(server.url()))
    assert (result.kind, result.status) == (FailureKind.REDIRECT, 302)
    assert "redirects to /" in result.detail
    assert len(server.visits) == 1


@pytest.mark.parametrize("status", ["404 Not Found", "429 Too Many Requests", "503 Service Unavailable"])
async def test_another_status(status: str) -> None:
    """It is told, with the time after which to ask again."""
    async with serve(always(b"", status, "Retry-After: 120")) as server:
        result = failure(await fetch(server.url()))
    assert (result.kind, result.status) == (FailureKind.HTTP_STATUS, int(status[:3]))
    assert "120" in result.detail


async def test_an_announced_size_over_the_cap_is_not_read() -> None:
    """It is told what the cap is."""

    async def handler(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")

    async with serve(handler) as server:
        result = failure(await fetch(server.url()))
    assert result.kind is FailureKind.TOO_LARGE
    assert "40 MB" in result.detail


async def test_an_endless_body_ends_at_the_cap() -> None:
    """Whatever was announced."""

    async def handler(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await visit.send(b"x" * 10_000)

    rules = FetchRules(allowed_networks=LOOPBACK.allowed_networks, max_bytes=1_000_000)
    async with serve(handler) as server:
        result = failure(await fetch(server.url(), rules))
    assert result.kind is FailureKind.TOO_LARGE


async def test_all_answers_together_have_a_cap() -> None:
    """Many large ones at once do not fill the memory."""
    rules = FetchRules(allowed_networks=LOOPBACK.allowed_networks, max_bytes=1000, max_total_bytes=2500)
    async with serve(always(b"x" * 1000)) as server, ScreenedFetcher(rules) as fetcher:
        asked = [request(server.url(f"/{number}"), str(number)) for number in range(4)]
        results = await asyncio.gather(*map(fetcher.fetch, asked))
    assert sum(isinstance(result, Fetched) for result in results) == 2
    assert {failure(each).kind for each in results if isinstance(each, FetchFailure)} == {
        FailureKind.TOO_LARGE
    }


async def test_a_compressed_answer_is_not_unpacked() -> None:
    """It was not asked for, and could be a bomb."""
    bomb = gzip.compress(b"\0" * 10_000_000)
    async with serve(always(bomb, "200 OK", "Content-Encoding: gzip")) as server:
        result = failure(await fetch(server.url()))
    assert result.kind is FailureKind.MALFORMED
    assert b"Accept-Encoding: identity" in server.visits[0].head


async def _silent(visit: Visit) -> None:
    await asyncio.Event().wait()


async def _slow_head(visit: Visit) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000:
        await visit.send(bytes([byte]))
        await asyncio.sleep(0.01)


async def _dribbling(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
    while True:
        await visit.send(b"x")
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("handler", [_silent, _slow_head, _dribbling])
async def test_a_server_that_takes_its_time_is_left_at_the_deadline(handler: object) -> None:
    """Each byte that comes does not win it more time."""
    started = time.monotonic()
    async with serve(handler) as server:  # type: ignore[arg-type] # one of the three above
        result = failure(await fetch(server.url()))
        took = time.monotonic() - started
    assert result.kind is FailureKind.TIMED_OUT
    assert result.connected
    assert took < 2


async def test_the_deadline_of_the_diagnosis_counts_where_it_is_sooner() -> None:
    """No fetch lasts beyond it."""
    async with serve(_silent) as server:
        deadline = asyncio.get_running_loop().time() + 0.1
        async with ScreenedFetcher(FetchRules(LOOPBACK.allowed_networks), deadline=deadline) as fetcher:
            started = time.monotonic()
            result = failure(await fetcher.fetch(request(server.url())))
    assert result.kind is FailureKind.TIMED_OUT
    assert time.monotonic() - started < 1.5


async def _endless_headers(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await visit.send(b"X-Filler: " + b"y" * 1000 + b"\r\n")


async def _endless_interim_answers(visit: Visit) -> None:
    while True:
        await visit.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)


async def _another_protocol(visit: Visit) -> None:
    await visit.send(b"SSH-2.0-OpenSSH_9.2\r\n")


async def _cut_short(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


async def _two_lengths(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx")


async def _nothing(visit: Visit) -> None:
    """Closes at once."""


@pytest.mark.parametrize(
    "handler",
    [_endless_headers, _endless_interim_answers, _another_protocol, _cut_short, _two_lengths, _nothing],
)
async def test_what_is_no_proper_http_is_a_failure(handler: object) -> None:
    """Bounded, and before any deadline."""
    rules = FetchRules(LOOPBACK.allowed_networks, timeout_s=20)
    async with serve(handler) as server:  # type: ignore[arg-type] # one of those above
        result = failure(await fetch(server.url(), rules))
    assert result.kind is FailureKind.MALFORMED


async def test_tiny_pieces_do_not_hold_the_loop() -> None:
    """Other work goes on while they are put together."""

    async def handler(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await visit.send(b"1\r\nx\r\n" * 20_000)

    rules = FetchRules(LOOPBACK.allowed_networks, timeout_s=1)
    async with serve(handler) as server:
        longest = 0.0
        task = asyncio.create_task(fetch(server.url(), rules))
        while not task.done():
            # The time of this thread alone: a busy machine does not count.
            started = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - started)
        assert failure(await task).kind is FailureKind.TIMED_OUT
    assert longest < 0.05, longest


async def test_a_certificate_causes_four_fetches_at_most_and_a_target_twelve() -> None:
    """What comes after is not fetched, and says so."""
    async with serve(always(b"x")) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        urls = [request(server.url(f"/a{number}"), "aa") for number in range(6)]
        first = [await fetcher.fetch(each) for each in urls]
        assert [isinstance(each, Fetched) for each in first] == [True] * 4 + [False] * 2
        assert failure(first[4]).kind is FailureKind.TOO_MANY
        others = [request(server.url(f"/b{number}"), str(number)) for number in range(9)]
        rest = [await fetcher.fetch(each) for each in others]
        assert sum(isinstance(each, Fetched) for each in rest) == 8
        assert "12" in failure(rest[8]).detail
        # What was fetched already costs nothing.
        assert isinstance(await fetcher.fetch(urls[0]), Fetched)
    assert len(server.visits) == 12


async def test_what_was_asked_for_is_recorded_without_the_bytes() -> None:
    """For the health of the CA."""
    async with serve(always(b"", "503 Busy")) as server, ScreenedFetcher(LOOPBACK) as fetcher:
        await fetcher.fetch(
            FetchRequest(server.url("/x"), AuthorityService.OCSP, "aa", told_as="http://ocsp.example.com")
        )
        record = fetcher.records[0]
    assert (record.service, record.url) == (AuthorityService.OCSP, "http://ocsp.example.com")
    assert record.failure is not None
    assert record.failure.status == 503


async def test_leaving_the_context_ends_what_is_under_way() -> None:
    """Nothing goes on in the background."""
    async with serve(_silent) as server:
        async with ScreenedFetcher(FetchRules(LOOPBACK.allowed_networks, timeout_s=60)) as fetcher:
            waiting = asyncio.create_task(fetcher.fetch(request(server.url())))
            while not server.visits:
                await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await waiting
