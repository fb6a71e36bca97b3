"""STARTTLS in IMAP (RFC 9051, 6.2.1; RFC 2595, 3)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "IMAP server"
_TAG = b"c1"


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    greeting = await dialogue.line()
    kind = greeting[:6].upper()
    if kind.startswith(b"* BYE"):
        raise dialogue.refused(greeting[2:])
    if not kind.startswith(b"* OK"):
        raise dialogue.unexpected(greeting)  # also PREAUTH, after which STARTTLS is not allowed
    await dialogue.send(_TAG + b" STARTTLS\r\n")
    while (line := await dialogue.line()).startswith(b"* "):
        pass
    tag, _, answer = line.partition(b" ")
    if tag != _TAG:
        raise dialogue.unexpected(line)
    if not answer.upper().startswith(b"OK"):
        raise not_offered(_SERVER)
