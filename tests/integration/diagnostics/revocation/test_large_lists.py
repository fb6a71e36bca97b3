"""A list of a million entries is read without anybody noticing."""

import asyncio
import time
from datetime import timedelta
from ipaddress import ip_network

import pytest

from benchmarks.diagnostics.large_list import ENTRIES, lengthened
from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.revocation import AnswerDefect, RevocationStatus
from bot.diagnostics.revocation.crl import SMALL_BYTES, ListReader
from bot.diagnostics.revocation.learn import learn
from bot.diagnostics.revocation.subjects import ChainSeen, subjects
from tests.hostile_http import Visit, serve
from tests.revocation_pki import NOW, Certified, Request, Revoked, issue, make_list

ROOT = issue(Request("Root", ca=True))


def large_list(issuer: Certified, serial: int, entries: int = ENTRIES) -> bytes:
    """A signed list in DER whose last entry has ``serial``."""
    return lengthened(make_list(issuer, [Revoked(serial)]), issuer.key, entries)


@pytest.fixture(scope="module")
def leaf() -> Certified:
    """Its serial is on the list."""
    return issue(Request("Leaf", crl_urls=["http://crl.example.com/large.crl"]), ROOT)


@pytest.fixture(scope="module")
def body(leaf: Certified) -> bytes:
    """32 MB."""
    return large_list(ROOT, leaf.certificate.serial_number)


async def test_a_million_entries_do_not_hold_the_loop(leaf: Certified, body: bytes) -> None:
    """Fetched, verified and searched while the loop never waits for 50 ms of this thread's time."""
    assert len(body) > 30_000_000

    async def in_pieces(visit: Visit) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        for start in range(0, len(body), 65_536):
            await visit.send(body[start : start + 65_536])

    async with serve(in_pieces) as server:
        rules = FetchRules((ip_network("127.0.0.0/8"),), timeout_s=20)
        asked = issue(Request("Leaf", serial=leaf.certificate.serial_number, crl_urls=[server.url()]), ROOT)
        seen = ChainSeen("192.0.2.1:443", (asked.der, ROOT.der))
        async with ScreenedFetcher(rules) as fetcher:
            task = asyncio.create_task(learn([seen], fetcher, NOW))
            longest = 0.0
            while not task.done():
                started = time.thread_time()
                await asyncio.sleep(0.001)
                longest = max(longest, time.thread_time() - started)
            found = (await task).answers[0]
    assert (found.status, found.verified) == (RevocationStatus.REVOKED, True), found
    assert found.revoked_at == NOW - timedelta(hours=6)
    assert longest < 0.05, longest


async def test_a_large_list_with_a_false_signature(leaf: Certified, body: bytes) -> None:
    """It is verified there, too."""
    subject = subjects([ChainSeen("", (leaf.der, ROOT.der))])[0]
    other = issue(Request("Root", ca=True))
    false = large_list(other, leaf.certificate.serial_number, 40_000)
    assert len(false) > SMALL_BYTES
    assert (await ListReader().read(false, subject)).defect is AnswerDefect.BAD_SIGNATURE
    assert (await ListReader().read(b"x" * (SMALL_BYTES + 1), subject)).defect is AnswerDefect.UNREADABLE


async def test_at_the_deadline_the_process_is_killed(leaf: Certified, body: bytes) -> None:
    """What was not read in time is unavailable, and says how large it was."""
    subject = subjects([ChainSeen("", (leaf.der, ROOT.der))])[0]
    started = time.monotonic()
    found = await ListReader(asyncio.get_running_loop().time() + 0.05).read(body, subject)
    assert time.monotonic() - started < 5
    assert found.said is RevocationStatus.UNAVAILABLE
    assert "MB could not be read" in found.detail
