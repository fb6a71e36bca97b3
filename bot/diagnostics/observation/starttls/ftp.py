"""AUTH TLS in FTP (RFC 4217, 4; RFC 2228, 3)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "FTP server"


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    code, texts = await dialogue.reply()
    if code != 220:
        raise dialogue.refused(texts[0])
    await dialogue.send(b"AUTH TLS\r\n")
    code, _ = await dialogue.reply()
    if code != 234:
        raise not_offered(_SERVER, "AUTH TLS")
