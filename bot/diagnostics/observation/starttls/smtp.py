"""SMTP Service Extension for Secure SMTP over TLS (RFC 3207)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "mail server"


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
    await dialogue.send(f"EHLO {_own_name(writer)}\r\n".encode("ascii"))
    code, texts = await dialogue.reply()
    offered = {text.split(b" ")[0].upper() for text in texts[1:]}
    if code != 250 or b"STARTTLS" not in offered:
        raise not_offered(_SERVER)
    await dialogue.send(b"STARTTLS\r\n")
    code, texts = await dialogue.reply()
    if code != 220:
        raise dialogue.refused(texts[0])


def _own_name(writer: asyncio.StreamWriter) -> str:
    """An address literal: a client without a name of its own gives that (RFC 5321, 4.1.3 and 4.1.4)."""
    address = str(writer.get_extra_info("sockname")[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
