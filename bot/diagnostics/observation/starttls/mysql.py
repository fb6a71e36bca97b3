"""SSLRequest in MySQL's protocol (MySQL Source Code Documentation, "Connection Phase", Protocol::SSLRequest)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "MySQL server"

_PROTOCOL_41, _SSL, _SECURE_CONNECTION = 0x0200, 0x0800, 0x8000
_ERROR, _VERSION = 0xFF, 10
_MAX_PACKET_SIZE = 1 << 24
_UTF8 = 33


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    header = await dialogue.exactly(4)
    packet = await dialogue.exactly(int.from_bytes(header[:3], "little"))
    if packet[:1] == bytes([_ERROR]):
        raise dialogue.refused(packet[3:])
    if packet[:1] != bytes([_VERSION]):
        raise dialogue.unexpected()
    # Version, the server's version ended by a zero, thread id, 8 bytes of salt and a zero come before.
    flags_at = packet.find(b"\x00", 1) + 1 + 4 + 8 + 1
    if not int.from_bytes(packet[flags_at : flags_at + 2], "little") & _SSL:
        raise not_offered(_SERVER, "TLS")
    await dialogue.send(_ssl_request((header[3] + 1) % 256))


def _ssl_request(sequence: int) -> bytes:
    flags = _PROTOCOL_41 | _SSL | _SECURE_CONNECTION
    payload = (
        flags.to_bytes(4, "little") + _MAX_PACKET_SIZE.to_bytes(4, "little") + bytes([_UTF8]) + bytes(23)
    )
    return len(payload).to_bytes(3, "little") + bytes([sequence]) + payload
