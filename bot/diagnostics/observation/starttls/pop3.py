"""STLS in POP3 (RFC 2595, 4)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "POP3 server"


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    greeting = await dialogue.line()
    if greeting.startswith(b"-ERR"):
        raise dialogue.refused(greeting)
    if not greeting.startswith(b"+OK"):
        raise dialogue.unexpected(greeting)
    await dialogue.send(b"STLS\r\n")
    answer = await dialogue.line()
    if answer.startswith(b"-ERR"):
        raise not_offered(_SERVER, "STLS")
    if not answer.startswith(b"+OK"):
        raise dialogue.unexpected(answer)
