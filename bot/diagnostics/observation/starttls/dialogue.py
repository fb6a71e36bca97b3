"""Speaking in clear text with a server that nobody trusts: what it may say is bounded."""

import asyncio
import re

from bot.diagnostics.observation.starttls.errors import StartTlsError
from bot.diagnostics.visible_text import visible

MAX_LINE = 4_096
"""Bytes. RFC 5321, 4.5.3.1.5, has 512 for a reply; an IMAP greeting with its capabilities is longer."""

MAX_LINES = 100
"""Of one dialogue."""

MAX_PACKET = 16_384
"""Bytes of one binary message."""

_REPLY = re.compile(rb"(?P<code>[2-5][0-9]{2})(?P<more>[ -]|$)(?P<text>.*)")


class Dialogue:
    """The clear-text part of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server: str) -> None:
        """``server`` names its kind in sentences, as in ``mail server``."""
        self.server = server
        self._reader = reader
        self._writer = writer
        self._lines = 0

    async def send(self, data: bytes) -> None:
        """Send ``data`` as it is."""
        self._writer.write(data)
        await self._writer.drain()

    async def exactly(self, count: int) -> bytes:
        """That many bytes.

        Raises:
            StartTlsError: The server closed the connection before, or announced too many.
        """
        if count > MAX_PACKET:
            raise self.unexpected()
        try:
            return await self._reader.readexactly(count)
        except asyncio.IncompleteReadError as error:
            raise self._closed() from error

    async def some(self) -> bytes:
        """What has come.

        Raises:
            StartTlsError: The server closed the connection.
        """
        data = await self._reader.read(MAX_LINE)
        if not data:
            raise self._closed()
        return data

    async def line(self) -> bytes:
        """One line without its end.

        Raises:
            StartTlsError: It is too long, there were too many, or the server closed the connection.
        """
        self._lines += 1
        try:
            line = await self._reader.readuntil(b"\n")
        except asyncio.IncompleteReadError as error:
            raise self._closed() from error
        except asyncio.LimitOverrunError as error:
            raise self.unexpected() from error
        if len(line) > MAX_LINE or self._lines > MAX_LINES:
            raise self.unexpected()
        return line.rstrip(b"\r\n")

    async def reply(self) -> tuple[int, tuple[bytes, ...]]:
        """The code of a reply, and the texts of its lines (RFC 5321, 4.2.1; RFC 959, 4.2).

        Raises:
            StartTlsError: It is none.
        """
        texts: list[bytes] = []
        code: bytes | None = None
        while True:
            line = await self.line()
            found = _REPLY.fullmatch(line)
            if code is not None and (found is None or found["code"] != code):
                texts.append(line)  # FTP has free text between the first and the last line
                continue
            if found is None:
                raise self.unexpected(line)
            code = found["code"]
            texts.append(found["text"])
            if found["more"] != b"-":
                return int(code), tuple(texts)

    def unexpected(self, said: bytes = b"") -> StartTlsError:
        """What it said makes no sense here."""
        words = f": {visible(said.decode('utf-8', 'replace'), 60)}" if said else ""
        return StartTlsError(f"the {self.server} answers something unexpected{words}")

    def refused(self, said: bytes) -> StartTlsError:
        """It turned us away before TLS could be asked for."""
        words = visible(said.decode("utf-8", "replace"), 80)
        return StartTlsError(f"the {self.server} turns the connection away: {words}")

    def _closed(self) -> StartTlsError:
        return StartTlsError(f"the {self.server} closed the connection before TLS began")
