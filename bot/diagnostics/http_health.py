"""Whether what stands behind a certificate answers HTTP: one request to each address that presented one.

The certificate does not matter here; the diagnosis says what is wrong with it. The addresses are those that the
diagnosis connected to, so they were screened.
"""

import asyncio
import re
import ssl
from dataclasses import dataclass

from bot.diagnostics.model.diagnosis import Diagnosis
from bot.diagnostics.model.observation import Outcome
from bot.diagnostics.target import Target

MAX_STATUS_LINE = 1_000
"""Bytes of an answer that are read."""

SECONDS = 3.0
"""For one address, in real seconds."""

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?:[ \r\n]|$)")
_PATH = re.compile(r"/[A-Za-z0-9._~/%?&=+-]{0,200}")
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What one address answered."""

    address: str
    status: int | None
    """None: no HTTP came back."""
    detail: str = ""
    """Why not, in plain words."""

    @property
    def healthy(self) -> bool:
        """It answers, and not that it is broken: a login page or a missing page is an answer too."""
        return self.status is not None and self.status < SERVER_ERROR


def is_path(text: str) -> bool:
    """Whether it is a path that may be asked for."""
    return _PATH.fullmatch(text) is not None


async def http_answers(diagnosis: Diagnosis, path: str = "/") -> tuple[HttpAnswer, ...]:
    """Ask every address that presented a certificate, at once. Nothing that a server does raises.

    Empty where the target speaks another protocol before TLS.
    """
    if diagnosis.target.starttls is not None or not is_path(path):
        return ()
    served = [seen.address for seen in diagnosis.observations if seen.outcome is Outcome.SERVED]
    return tuple(await asyncio.gather(*(_answer(diagnosis.target, address, path) for address in served)))


async def _answer(target: Target, address: str, path: str) -> HttpAnswer:
    try:
        async with asyncio.timeout(SECONDS):
            line = await _status_line(target, address, path)
    except TimeoutError:
        return HttpAnswer(address, None, "no answer in time")
    except (OSError, ValueError) as error:
        return HttpAnswer(address, None, type(error).__name__)
    found = _STATUS_LINE.match(line)
    return HttpAnswer(address, int(found[1])) if found else HttpAnswer(address, None, "it speaks no HTTP")


async def _status_line(target: Target, address: str, path: str) -> bytes:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(
        host.strip("[]"),
        int(port),
        ssl=_unverified(),
        server_hostname="" if target.address is not None else target.host,
        limit=MAX_STATUS_LINE,
    )
    try:
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {target.host}\r\nUser-Agent: certinc\r\nConnection: close\r\n\r\n"
        )
        writer.write(request.encode("ascii"))
        return await reader.read(MAX_STATUS_LINE)
    finally:
        writer.transport.abort()


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
