"""One TLS handshake over asyncio, kept even when it fails: the chain survives a broken handshake.

pyOpenSSL over memory buffers, since the standard library gives no chain of an untrusted server.
"""

import asyncio
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from bot.diagnostics.visible_text import visible

READ_BYTES = 16_384
MAX_HANDSHAKE_BYTES = 1_000_000
"""A server that sends more than this before the handshake is over is given up on."""

MAX_CERTIFICATES = 50


@dataclass(frozen=True, slots=True)
class Shaken:
    """What one handshake showed."""

    chain: tuple[bytes, ...]
    """DER, leaf first, as presented."""
    protocol: str | None
    cipher: str | None
    failure: str | None
    """Why it was not completed, in OpenSSL's or the peer's words; None where it was."""
    not_tls: str | None = None
    """What spoke instead of TLS, where something else did."""


def new_context() -> SSL.Context:
    """A context that connects to servers however old, to see what they present. It verifies nothing."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_cipher_list(b"ALL:@SECLEVEL=0")
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_verify(SSL.VERIFY_NONE)
    return context


async def shake_hands(
    context: SSL.Context, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server_name: str | None
) -> Shaken:
    """Shake hands; ``server_name`` is sent as SNI. The caller bounds the time.

    Raises:
        OSError: The connection broke.
    """
    connection = SSL.Connection(context, None)
    if server_name:
        connection.set_tlsext_host_name(server_name.encode("ascii"))
    connection.set_connect_state()
    first, received = b"", 0
    failure: str | None = None
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            await _send(connection, writer)
            data = await reader.read(READ_BYTES)
            received += len(data)
            first = (first + data)[:64]
            if not data:
                failure = "the connection was closed in the middle of the handshake"
                break
            if received > MAX_HANDSHAKE_BYTES:
                failure = "the server sent more than a handshake may hold"
                break
            connection.bio_write(data)
        except SSL.Error as error:
            failure = _words(error)
            break
        else:
            await _send(connection, writer)
            break
    return Shaken(
        chain=_chain(connection),
        protocol=connection.get_protocol_version_name() if failure is None else None,
        cipher=connection.get_cipher_name(),
        failure=failure,
        not_tls=_other_protocol(first) if failure is not None else None,
    )


async def _send(connection: SSL.Connection, writer: asyncio.StreamWriter) -> None:
    while True:
        try:
            writer.write(connection.bio_read(READ_BYTES))
        except SSL.WantReadError:
            break
    await writer.drain()


def _chain(connection: SSL.Connection) -> tuple[bytes, ...]:
    presented = connection.get_peer_cert_chain(as_cryptography=True) or []
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in presented[:MAX_CERTIFICATES])


def _words(error: SSL.Error) -> str:
    reasons = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = ", ".join(str(reason[2] or reason[1]) for reason in reasons)
    return visible(words) or "TLS failed without a reason"


def _other_protocol(first: bytes) -> str | None:
    """What the first bytes are of, where they are no TLS record (RFC 8446, 5.1)."""
    if not first or first[0] in {0x14, 0x15, 0x16, 0x17}:
        return None
    if first.startswith(b"HTTP/"):
        return "plain HTTP"
    if first.startswith(b"SSH-"):
        return "SSH"
    if first.startswith((b"220 ", b"220-")):
        return "SMTP or FTP in clear text"
    return f"something that begins with {visible(first[:12].decode('latin-1'))}"
