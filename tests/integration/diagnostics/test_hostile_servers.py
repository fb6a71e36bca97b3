"""Servers that send what they should not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.diagnostics import DiagnosisOptions, Outcome, Target, TrustStore, diagnose

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
OPTIONS = DiagnosisOptions(TrustStore((), "none"), timeout=timedelta(seconds=1))
Speak = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _server(speak: Speak) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        try:
            await speak(writer)
        except OSError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _say(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _dribble(writer: asyncio.StreamWriter) -> None:
    for _ in range(100):
        await _say(writer, b"\x16")
        await asyncio.sleep(0.05)


async def _flood(writer: asyncio.StreamWriter) -> None:
    record = b"\x16\x03\x03\x40\x00" + b"\x02\x00\xff\xff" + b"\x00" * 16380
    for _ in range(1000):
        await _say(writer, record)


@pytest.mark.parametrize(
    ("speak", "outcomes"),
    [
        (lambda w: _say(w, b"SSH-2.0-OpenSSH_9.2\r\n"), {Outcome.NOT_TLS}),
        (lambda w: _say(w, b"HTTP/1.1 400 Bad Request\r\n\r\n"), {Outcome.NOT_TLS}),
        (lambda w: _say(w, b"220 mail ESMTP\r\n"), {Outcome.NOT_TLS}),
        (lambda w: _say(w, bytes(range(256)) * 10), {Outcome.NOT_TLS, Outcome.FAILED_HANDSHAKE}),
        (lambda w: _say(w, b""), {Outcome.FAILED_HANDSHAKE}),
        (lambda w: _say(w, b"\x15\x03\x03\x00\x02\x02\x28"), {Outcome.FAILED_HANDSHAKE}),
        (_dribble, {Outcome.TIMED_OUT, Outcome.NOT_TLS}),
        (_flood, {Outcome.FAILED_HANDSHAKE, Outcome.TIMED_OUT}),
    ],
    ids=["ssh", "http", "smtp", "noise", "nothing", "alert", "dribble", "flood"],
)
async def test_a_server_that_does_not_behave(speak: Speak, outcomes: set[Outcome]) -> None:
    """It is a finding, within the deadline."""
    async with _server(speak) as port:
        started = asyncio.get_running_loop().time()
        diagnosis = await diagnose(Target("127.0.0.1", port), OPTIONS, now=NOW)
        assert asyncio.get_running_loop().time() - started < 3
    assert diagnosis.observations[0].outcome in outcomes
    assert not diagnosis.healthy
    assert len(diagnosis.findings) == 1
