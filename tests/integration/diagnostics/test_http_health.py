"""Whether what stands behind a certificate answers HTTP."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import trustme

from bot.diagnostics import Diagnosis, Observation, Outcome, StartTls, Target, Timings, http_health
from bot.diagnostics.http_health import http_answers, is_path

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@asynccontextmanager
async def _answering(answer: bytes, asked: list[bytes]) -> AsyncIterator[str]:
    """The address of a TLS server that answers so, whatever it is asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("another.example.com").configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        if answer:
            await writer.drain()
            writer.close()
        else:
            await reader.read()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _diagnosis(addresses: Sequence[str], target: Target | None = None) -> Diagnosis:
    seen = tuple(Observation(address, Outcome.SERVED) for address in addresses)
    return Diagnosis(target or Target("api.example.com"), NOW, "here", seen, (), "verdict", Timings(1.0))


@pytest.mark.parametrize(
    ("answer", "status", "healthy"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, True),
        (b"HTTP/1.0 401 Unauthorized\r\n\r\n", 401, True),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", 503, False),
        (b"HTTP/1.1 200" + b"0" * 5000, None, False),
        (b"220 mail.example.com ESMTP\r\n", None, False),
        (b"\x00\xff" * 3000, None, False),
    ],
    ids=["ok", "login", "broken", "no status", "mail", "noise"],
)
async def test_what_an_address_answers(answer: bytes, status: int | None, healthy: bool) -> None:
    """A page that needs a login is an answer; a server error and noise are none. The certificate does not matter."""
    asked: list[bytes] = []
    async with _answering(answer, asked) as address:
        (answered,) = await http_answers(_diagnosis([address]), "/health")
    assert (answered.address, answered.status, answered.healthy) == (address, status, healthy)
    assert asked[0].startswith(b"GET /health HTTP/1.1\r\nHost: api.example.com\r\n")


async def test_a_server_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """In time, and the others are asked meanwhile; one that refuses is told as such."""
    monkeypatch.setattr(http_health, "SECONDS", 0.3)
    async with _answering(b"", []) as silent, _answering(b"HTTP/1.1 200 OK\r\n\r\n", []) as healthy:
        answers = await http_answers(_diagnosis([silent, healthy, "127.0.0.1:1"]))
    assert [(each.status, each.detail) for each in answers] == [
        (None, "no answer in time"),
        (200, ""),
        (None, "ConnectionRefusedError"),
    ]


async def test_another_protocol_is_not_asked() -> None:
    """Mail is no web page; nor is an address that presented nothing."""
    mail = Target("mail.example.com", 25, StartTls.SMTP)
    assert await http_answers(_diagnosis(["127.0.0.1:1"], mail)) == ()
    assert await http_answers(_diagnosis([])) == ()


@pytest.mark.parametrize("path", ["", "health", "/a b", "/a\r\nX: y", "/\u00e4", "//x#y"])
async def test_what_is_no_path_is_not_sent(path: str) -> None:
    """No line of a request can be smuggled in."""
    assert not is_path(path)
    assert await http_answers(_diagnosis(["127.0.0.1:1"]), path) == ()
