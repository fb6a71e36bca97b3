"""STARTTLS in XMPP (RFC 6120, 5.4)."""

import asyncio
import re

from bot.diagnostics.observation.starttls.dialogue import MAX_PACKET, Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "XMPP server"
_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls"

# Looked for in the text, not parsed: nothing a server says here is worth an XML parser's risks.
_FEATURES = re.compile(rb"<(?:stream:)?features\s*/>|</(?:stream:)?features\s*>")
_ERROR = re.compile(rb"<(?:stream:)?error\b|</(?:stream:)?stream\s*>")
_OFFER = re.compile(rb"<starttls\b[^<>]*" + re.escape(_NAMESPACE.encode("ascii")))
_ANSWER = re.compile(rb"<(?P<answer>proceed|failure)\b[^<>]*>")


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    from xml.sax.saxutils import quoteattr  # it brings urllib.request

    dialogue = Dialogue(reader, writer, _SERVER)
    await dialogue.send(
        (
            f"<?xml version='1.0'?><stream:stream to={quoteattr(server_name)} xmlns='jabber:client' "
            "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
        ).encode("ascii")
    )
    features = await _until(dialogue, _FEATURES)
    if not _OFFER.search(features):
        raise not_offered(_SERVER)
    await dialogue.send(f"<starttls xmlns='{_NAMESPACE}'/>".encode("ascii"))
    found = _ANSWER.search(await _until(dialogue, _ANSWER))
    if found is None or found["answer"] != b"proceed":
        raise not_offered(_SERVER)


async def _until(dialogue: Dialogue, wanted: re.Pattern[bytes]) -> bytes:
    """What the server says up to ``wanted``."""
    said = b""
    while not wanted.search(said):
        if _ERROR.search(said):
            raise dialogue.refused(said[-200:])
        if len(said) > MAX_PACKET:
            raise dialogue.unexpected()
        said += await dialogue.some()
    return said
