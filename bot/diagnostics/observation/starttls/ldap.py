"""The StartTLS operation of LDAP (RFC 4511, 4.14)."""

import asyncio

from bot.diagnostics.observation.starttls.dialogue import Dialogue
from bot.diagnostics.observation.starttls.errors import not_offered

_SERVER = "directory server"

_OID = b"1.3.6.1.4.1.1466.20037"
_EXTENDED_REQUEST = bytes([0x77, len(_OID) + 2, 0x80, len(_OID)]) + _OID
_REQUEST = bytes([0x30, len(_EXTENDED_REQUEST) + 3, 0x02, 0x01, 0x01]) + _EXTENDED_REQUEST
"""LDAPMessage 1 with an ExtendedRequest that has no value."""

_SEQUENCE, _INTEGER, _ENUMERATED, _EXTENDED_RESPONSE = 0x30, 0x02, 0x0A, 0x78
_SUCCESS, _PROTOCOL_ERROR = 0, 2


async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str) -> None:  # noqa: ARG001 # one signature for every protocol
    """Go over to TLS.

    Raises:
        StartTlsError: It is not offered, or the server does not keep to the protocol.
        OSError: The connection broke.
    """
    dialogue = Dialogue(reader, writer, _SERVER)
    await dialogue.send(_REQUEST)
    code = _result_code(await _message(dialogue))
    if code == _PROTOCOL_ERROR:
        raise not_offered(_SERVER, "StartTLS")  # RFC 4511, 4.14.2
    if code is None:
        raise dialogue.unexpected()
    if code != _SUCCESS:
        raise dialogue.refused(f"result code {code}".encode("ascii"))


async def _message(dialogue: Dialogue) -> bytes:
    """What is inside the SEQUENCE that comes next."""
    tag, length = await dialogue.exactly(2)
    if tag != _SEQUENCE:
        raise dialogue.unexpected()
    if length & 0x80:
        length = int.from_bytes(await dialogue.exactly(length & 0x7F), "big")
    return await dialogue.exactly(length)


def _result_code(message: bytes) -> int | None:
    """The result code of an ExtendedResponse; None where it is none (RFC 4511, 4.1.9 and 4.12)."""
    _, _, rest = _element(message, _INTEGER)
    found, response, _ = _element(rest, _EXTENDED_RESPONSE)
    if not found:
        return None
    found, code, _ = _element(response, _ENUMERATED)
    return int.from_bytes(code, "big") if found else None


def _element(data: bytes, tag: int) -> tuple[bool, bytes, bytes]:
    """Whether an element with that tag comes first, its content, and what follows (X.690, 8.1)."""
    if len(data) < 2 or data[0] != tag:
        return False, b"", b""
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        return False, b"", b""
    return True, data[start : start + length], data[start + length :]
