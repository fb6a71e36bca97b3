"""Servers that do what they should not in the middle of a handshake: nothing raises, and the deadline holds."""

import asyncio
import socket
import struct
import time
from collections.abc import Coroutine

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.diagnostics.findings.catalogue import find
from bot.diagnostics.findings.kinds import Evidence
from bot.diagnostics.model.observation import Observation, Obstacle, Outcome
from bot.diagnostics.target import Target
from tests.integration.diagnostics.observation.observing import observed
from tests.integration.diagnostics.observation.test_handshakes import NOW
from tests.tls_servers import Speak, saying, speaking, tls12_flight

HOST = "api.example.com"


def _leaf() -> bytes:
    issued = trustme.CA().issue_cert(HOST, key_type=trustme.KeyType.RSA)
    return x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).public_bytes(Encoding.DER)


LEAF = _leaf()
FLIGHT = tls12_flight(LEAF)
SERVER_HELLO = b"\x16\x03\x03\x00\x2a" + FLIGHT[5 : 5 + 42]


def _kinds(seen: Observation) -> set[str]:
    return {found.id for found in find(Evidence(Target(HOST), NOW, (seen,)))}


async def _within(speak: Speak, seconds: float = 0.5) -> Observation:
    async with speaking(speak) as server:
        started = asyncio.get_running_loop().time()
        seen = await observed(server.port, within=seconds)
        assert asyncio.get_running_loop().time() - started < seconds + 0.7
    return seen


def _slowly(data: bytes, piece: int, pause: float) -> Speak:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        for start in range(0, len(data), piece):
            writer.write(data[start : start + piece])
            await writer.drain()
            await asyncio.sleep(pause)
        await reader.read()

    return speak


def _endlessly(data: bytes) -> Speak:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(data)
            await writer.drain()

    return speak


async def test_a_server_that_accepts_and_says_nothing() -> None:
    """Different words from a connection that is not accepted."""
    seen = await _within(_slowly(b"", 1, 0))
    assert seen.outcome is Outcome.TIMED_OUT
    assert "accepts the connection" in seen.detail
    assert _kinds(seen) == {"timed-out"}


async def test_a_server_that_dribbles_its_handshake() -> None:
    """It is given up on at the deadline."""
    seen = await _within(_slowly(FLIGHT, 1, 0.02))
    assert seen.outcome is Outcome.TIMED_OUT


async def test_a_server_that_stops_after_its_certificate() -> None:
    """What it presented is kept."""
    seen = await _within(_slowly(FLIGHT, len(FLIGHT), 0))
    assert seen.outcome is Outcome.SERVED
    assert seen.leaf is not None
    assert seen.usual is not None
    assert not seen.usual.completed


async def test_a_server_that_stops_in_the_middle_of_its_certificates() -> None:
    """Those that came whole are kept."""
    flight = tls12_flight(LEAF, LEAF, LEAF, record=100)
    seen = await _within(_slowly(flight[: len(flight) - len(LEAF)], len(flight), 0))
    assert seen.outcome is Outcome.SERVED
    assert len(seen.chain) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x03\x40\x00" + b"\x02\x00\xff\xff" + bytes(16_380),
        b"\x00" * 65_536,
        b"\x15\x03\x03\x00\x02\x01\x00" * 5_000,
    ],
    ids=["records", "zeros", "warnings"],
)
async def test_a_server_that_floods(data: bytes) -> None:
    """It is cut off."""
    seen = await _within(_endlessly(data), 1.0)
    assert seen.outcome in {Outcome.FAILED_HANDSHAKE, Outcome.NOT_TLS}


@pytest.mark.parametrize("entry", [b"\x00\x00\x00", b"\x00\x00\x01x"])
async def test_a_certificate_message_without_an_end(entry: bytes) -> None:
    """Sixteen megabytes of tiny certificates are announced: the caps hold, and the loop is not blocked."""
    entries = entry * (16_000 // len(entry))
    record = b"\x16\x03\x03" + len(entries).to_bytes(2, "big") + entries
    first = b"\x0b\xff\xff\xff" + b"\xff\xff\xfc" + len(LEAF).to_bytes(3, "big") + LEAF

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(SERVER_HELLO + b"\x16\x03\x03" + len(first).to_bytes(2, "big") + first)
        while True:
            writer.write(record)
            await writer.drain()

    async with speaking(speak) as server:
        seen, longest = await _longest_pause(observed(server.port, within=2.0))
    assert seen.obstacle is Obstacle.MESSAGE_TOO_LARGE
    assert seen.leaf is not None
    assert len(seen.chain) <= 50
    assert longest < 0.1


async def _longest_pause(observing: Coroutine[None, None, Observation]) -> tuple[Observation, float]:
    """What was observed, and the longest time for which nothing else could run, in seconds of CPU."""
    longest, last = 0.0, time.process_time()
    task = asyncio.ensure_future(observing)
    while not task.done():
        await asyncio.sleep(0)
        now = time.process_time()
        longest, last = max(longest, now - last), now
    return task.result(), longest


async def test_a_connection_that_is_reset() -> None:
    """A finding of its own, also in the middle of a record."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(FLIGHT[:20])
        await writer.drain()
        connected = writer.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    seen = await _within(speak)
    assert seen.outcome is Outcome.FAILED_HANDSHAKE
    assert seen.obstacle is Obstacle.CLOSED_EARLY
    assert _kinds(seen) == {"connection-closed-early"}


async def test_a_connection_that_is_half_closed() -> None:
    """The server will say no more, and that is enough."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write_eof()
        await reader.read()

    seen = await _within(speak)
    assert seen.obstacle is Obstacle.CLOSED_EARLY


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "plain-http"),
        (b"<html><body>400</body></html>", "plain-http"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "ssh-on-port"),
        (b"220 mail.example.com ESMTP\r\n", "starttls-expected"),
        (b"* OK IMAP4rev2\r\n", "starttls-expected"),
        (b"-ERR unknown command\r\n", "not-tls"),
        (b"\x00\x01\x02\x1b[2J<!channel>", "not-tls"),
    ],
)
@pytest.mark.parametrize("listening", [True, False])
async def test_something_else_on_the_port(says: bytes, kind: str, listening: bool) -> None:
    """It is named, whether it speaks first or answers."""
    seen = await _within(saying(says, listening=listening))
    assert seen.outcome is Outcome.NOT_TLS
    assert _kinds(seen) == {kind}
    assert "\x1b" not in seen.detail


@pytest.mark.parametrize("refuse", [True, False])
async def test_what_does_not_accept(refuse: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection, and an address that this machine has no route to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        if not refuse:
            monkeypatch.setattr(asyncio, "open_connection", _no_route)
            monkeypatch.setattr("bot.diagnostics.observation.attempt.has_route", lambda _: False)
        seen = await observed(bound.getsockname()[1])
    assert seen.outcome is (Outcome.REFUSED if refuse else Outcome.UNREACHABLE)
    assert _kinds(seen) == {"connection-refused" if refuse else "no-route-from-here"}


async def _no_route(*_: object) -> None:
    raise OSError(101, "Network is unreachable")


def _damaged(flight: bytes) -> st.SearchStrategy[bytes]:
    def changed(change: tuple[int, int]) -> bytes:
        place, byte = change
        return flight[:place] + bytes([byte]) + flight[place + 1 :]

    cut = st.integers(0, len(flight)).map(lambda end: flight[:end])
    return cut | st.tuples(st.integers(0, len(flight) - 1), st.integers(0, 255)).map(changed)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=200) | st.binary(max_size=60).map(lambda end: b"\x16\x03\x03" + end) | _damaged(FLIGHT)
)
def test_any_bytes_of_a_server(said: bytes) -> None:
    """An observation comes out, and findings from it."""

    async def observe() -> Observation:
        async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(65_536)
            writer.write(said)
            await writer.drain()
            writer.write_eof()

        async with speaking(speak) as server:
            return await observed(server.port, within=2.0)

    seen = asyncio.run(observe())
    assert seen.outcome in {Outcome.SERVED, Outcome.FAILED_HANDSHAKE, Outcome.NOT_TLS}
    assert _kinds(seen)
