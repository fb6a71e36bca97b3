"""A list of a million entries is read without anybody noticing."""

import asyncio
import time
from datetime import timedelta
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from bot.diagnostics.fetching.fetcher import ScreenedFetcher
from bot.diagnostics.fetching.rules import FetchRules
from bot.diagnostics.model.revocation import AnswerDefect, RevocationStatus
from bot.diagnostics.revocation.crl import SMALL_BYTES, ListReader
from bot.diagnostics.revocation.learn import learn
from bot.diagnostics.revocation.subjects import ChainSeen, subjects
from tests.hostile_http import Visit, serve
from tests.revocation_pki import NOW, Certified, Request, Revoked, issue, make_list

ROOT = issue(Request("Root", ca=True))
ENTRIES = 1_000_000


def _length(size: int) -> bytes:
    if size < 128:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def _sequence(content: bytes) -> bytes:
    return b"\x30" + _length(len(content)) + content


def large_list(issuer: Certified, serial: int, entries: int = ENTRIES) -> bytes:
    """A signed list in DER, put together by hand: the library's builder would take a minute.

    Made from a small list, by putting more entries before its own.
    """
    small = x509.load_der_x509_crl(make_list(issuer, [Revoked(serial)]))
    tbs = small.tbs_certlist_bytes
    own = _sequence(_integer(serial) + b"\x17\x0d261123200000Z")
    date = b"\x17\x0d260101000000Z"
    bulk = b"".join(
        _sequence(b"\x02\x0f\x01" + number.to_bytes(14, "big") + date) for number in range(entries)
    )
    place = tbs.index(own)
    header = len(_length(len(own)))
    before = tbs[: place - 1 - header]
    content = before[_header(tbs) :] + _sequence(bulk + own) + tbs[place + len(own) :]
    signed = _sequence(content)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(signed)
    signature = issuer.key.sign(digest.finalize(), ec.ECDSA(Prehashed(hashes.SHA256())))
    algorithm = _sequence(b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02")
    return _sequence(signed + algorithm + b"\x03" + _length(len(signature) + 1) + b"\0" + signature)


def _integer(value: int) -> bytes:
    octets = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\x02" + _length(len(octets)) + octets


def _header(der: bytes) -> int:
    return 2 if der[1] < 128 else 2 + (der[1] & 0x7F)


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
