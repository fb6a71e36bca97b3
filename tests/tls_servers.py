"""Servers on loopback that shake hands by pyOpenSSL, so that they can do what the standard library will not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from OpenSSL import SSL, crypto
from trustme import CA, LeafCert

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A listening server, and what its clients did."""

    port: int
    connections: int = 0
    names: list[bytes | None] = field(default_factory=list)
    """The SNI of each handshake."""


@asynccontextmanager
async def speaking(speak: Speak, server: Server | None = None) -> AsyncIterator[Server]:
    """A server that speaks as it is told, for each connection."""
    server = server or Server(0)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await speak(reader, writer)
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1_000)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def saying(data: bytes, *, listening: bool = True) -> Speak:
    """Say ``data``, after the client's first bytes or at once, and close when the client answers or leaves."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if listening:
            await reader.read(65_536)
        writer.write(data)
        await writer.drain()
        await reader.read(65_536)

    return speak


@asynccontextmanager
async def serving(context: SSL.Context, before: Speak | None = None) -> AsyncIterator[Server]:
    """A server that shakes hands by ``context``, after what ``before`` does in clear text."""
    server = Server(0)

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if before is not None:
            await before(reader, writer)
        connection = await shake(context, reader, writer)
        server.names.append(connection.get_servername())
        await reader.read(1)

    async with speaking(speak, server):
        yield server


async def shake(
    context: SSL.Context, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> SSL.Connection:
    """The server's side of a handshake. Its alert is sent, whatever it is."""
    connection = SSL.Connection(context, None)
    connection.set_accept_state()
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            _flush(connection, writer)
            data = await reader.read(65_536)
            if not data:
                return connection
            connection.bio_write(data)
        except (SSL.Error, LookupError):  # the latter is what a callback raises to refuse
            break
        else:
            break
    _flush(connection, writer)
    await writer.drain()
    return connection


def _flush(connection: SSL.Connection, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(SSL.WantReadError):
        while True:
            writer.write(connection.bio_read(65_536))


def context_of(*leaves: LeafCert, versions: tuple[int, int] | None = None) -> SSL.Context:
    """A server's context with these certificates, one for each type of key; ``versions`` from and to."""
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    for leaf in leaves:
        chain = [x509.load_pem_x509_certificate(blob.bytes()) for blob in leaf.cert_chain_pems]
        context.use_certificate(chain[0])
        context.use_privatekey(_private_key(leaf))
        for intermediate in chain[1:]:
            context.add_extra_chain_cert(intermediate)
    if versions is not None:
        context.set_cipher_list(b"ALL:@SECLEVEL=0")
        context.set_min_proto_version(versions[0])
        context.set_max_proto_version(versions[1])
    return context


def _private_key(leaf: LeafCert) -> RSAPrivateKey | EllipticCurvePrivateKey:
    key = load_pem_private_key(leaf.private_key_pem.bytes(), None)
    assert isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey)
    return key


def wants_client_certificate(context: SSL.Context, ca: CA, *, required: bool = True) -> SSL.Context:
    """The context, asking for a client certificate of ``ca``."""
    store = context.get_cert_store()
    assert store is not None
    store.add_cert(crypto.X509.from_cryptography(_root(ca)))
    demand = SSL.VERIFY_FAIL_IF_NO_PEER_CERT if required else 0
    context.set_verify(SSL.VERIFY_PEER | demand, lambda *_: True)
    context.set_session_id(b"certinc")
    return context


def _root(ca: CA) -> x509.Certificate:
    return x509.load_pem_x509_certificate(ca.cert_pem.bytes())


def tls12_flight(*certificates: bytes, record: int = 16_000) -> bytes:
    """A server's first flight in TLS 1.2 with RSA key exchange: whatever bytes for certificates, no signature.

    It has no renegotiation_info either, as servers from before RFC 5746. Records hold so many bytes.
    """
    hello = b"\x03\x03" + bytes(32) + b"\x00" + b"\x00\x2f" + b"\x00"
    entries = b"".join(len(each).to_bytes(3, "big") + each for each in certificates)
    messages = (
        _message(2, hello) + _message(11, len(entries).to_bytes(3, "big") + entries) + _message(14, b"")
    )
    chunks = [messages[start : start + record] for start in range(0, len(messages), record)]
    return b"".join(b"\x16\x03\x03" + len(chunk).to_bytes(2, "big") + chunk for chunk in chunks)


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body
