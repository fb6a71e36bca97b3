"""SSLRequest in PostgreSQL's protocol (its documentation, "Frontend/Backend Protocol", "SSL Session Encryption")."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "PostgreSQL server"
_SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    await dialogue.send(_SSL_REQUEST)
    answer = await dialogue.exactly(1)
    if answer == b"N":
        raise not_offered(_SERVER, "TLS")
    if answer != b"S":
        raise dialogue.unexpected(answer)
