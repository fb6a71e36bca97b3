"""A client that trusts nobody and asks pointed questions. It shares no code with the diagnostics."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from OpenSSL import SSL

from bot.clock import Clock
from bot.faulty_tls import Endpoint, EndpointState, FaultyEndpoints

DEADLINE_S = 10.0


@dataclass(frozen=True)
class Seen:
    """What a handshake showed."""

    chain: list[x509.Certificate]
    staple: bytes
    version: str
    failure: str
    answer: bytes = b""

    @property
    def leaf(self) -> x509.Certificate:
        """The server's own certificate."""
        return self.chain[0]

    @property
    def names(self) -> list[str]:
        """The DNS names in it."""
        extension = self.leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return extension.value.get_values_for_type(x509.DNSName)


@dataclass
class Ask:
    """How the client asks."""

    server_name: str | None = "as the host"
    max_version: int = SSL.TLS1_3_VERSION
    min_version: int = SSL.TLS1_VERSION
    ciphers: bytes = b"ALL:@SECLEVEL=0"
    client: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None
    greeting: list[bytes] = field(default_factory=list)
    """Lines to send in clear text before TLS, each after an answer has come."""


@dataclass
class Lab:
    """Endpoints that are being served, and their names."""

    endpoints: FaultyEndpoints
    clock: Clock

    @property
    def now(self) -> datetime:
        """The clock's present."""
        return self.clock.now()

    def endpoint(self, name: str) -> Endpoint:
        """By its name in the catalogue."""
        return next(each for each in self.endpoints.endpoints if each.name == name)

    def set(self, name: str, state: EndpointState) -> None:
        """Mend or break it."""
        self.endpoints.set_state(name, state)

    def addresses(self, host: str, port: int = 443) -> list[tuple[str, int]]:
        """Where the host map says that the host is."""
        split = (entry.split(":") for entry in self.endpoints.static_hosts)
        return [(address, int(own)) for name, at, address, own in split if (name, int(at)) == (host, port)]

    async def see(self, name: str, ask: Ask | None = None, *, position: int = 0) -> Seen:
        """Shake hands with one address of an endpoint."""
        endpoint = self.endpoint(name)
        where = self.addresses(endpoint.host, endpoint.port)[position]
        async with asyncio.timeout(DEADLINE_S):
            return await _shake_hands(where, endpoint.host, ask or Ask())

    async def fetch(self, url: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of what is served at an ``http`` or ``https`` URL."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        (where,) = self.addresses(host, 443 if parts.scheme == "https" else 80)
        method = "POST" if body else "GET"
        head = f"{method} {parts.path or '/'} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
        request = head.encode() + body
        async with asyncio.timeout(DEADLINE_S):
            if parts.scheme == "https":
                answer = (await _shake_hands(where, host, Ask(), request)).answer
            else:
                answer = await exchange(where, request)
        status, _, rest = answer.partition(b"\r\n")
        return int(status.split()[1]), rest.partition(b"\r\n\r\n")[2]


async def exchange(where: tuple[str, int], request: bytes) -> bytes:
    """Everything that is answered until the other side closes."""
    reader, writer = await asyncio.open_connection(*where)
    try:
        writer.write(request)
        return await reader.read(-1)
    finally:
        await _closed(writer)


async def _shake_hands(where: tuple[str, int], host: str, ask: Ask, request: bytes = b"") -> Seen:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_cipher_list(ask.ciphers)
    context.set_min_proto_version(ask.min_version)
    context.set_max_proto_version(ask.max_version)
    staples: list[bytes] = []

    def keep(connection: SSL.Connection, staple: bytes, data: None) -> bool:
        staples.append(staple)
        return True

    context.set_ocsp_client_callback(keep, None)
    if ask.client:
        context.use_certificate(ask.client[0])
        context.use_privatekey(ask.client[1])
    tls = SSL.Connection(context, None)
    tls.request_ocsp()
    if ask.server_name:
        tls.set_tlsext_host_name(host.encode())
    tls.set_connect_state()
    reader, writer = await asyncio.open_connection(*where)
    try:
        for line in ask.greeting:
            await reader.readuntil(b"\r\n")
            writer.write(line)
        if ask.greeting:
            await reader.readuntil(b"220 Go ahead\r\n")
        failure = await _drive(tls, tls.do_handshake, reader, writer)
        answer = b""
        if not failure and request:
            tls.sendall(request)
            answer = await _read_all(tls, reader, writer)
        elif not failure:  # TLS 1.3 tells of a refused client after the client's end of the handshake
            tls.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            failure = await _drive(tls, lambda: tls.recv(1), reader, writer)
    finally:
        await _closed(writer)
    chain = tls.get_peer_cert_chain(as_cryptography=True) or []
    version = tls.get_protocol_version_name()
    return Seen(chain, staples[0] if staples else b"", version, failure, answer)


async def _drive(
    tls: SSL.Connection,
    step: Callable[[], object],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> str:
    """Take ``step`` until it is done; returns what went wrong."""
    while True:
        try:
            step()
        except SSL.WantReadError:
            _flush(tls, writer)
            data = await reader.read(65_536)
            if not data:
                return "closed"
            tls.bio_write(data)
        except SSL.ZeroReturnError:
            return ""
        except SSL.Error as error:
            return str(error)
        else:
            _flush(tls, writer)
            return ""


async def _read_all(tls: SSL.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    received: list[bytes] = []
    while True:
        failure = await _drive(tls, lambda: received.append(tls.recv(65_536)), reader, writer)
        if failure or b"Content-Length" in b"".join(received):
            return b"".join(received)


def _flush(tls: SSL.Connection, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(SSL.WantReadError):
        while True:
            writer.write(tls.bio_read(65_536))


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def key_of(certificate: x509.Certificate) -> str:
    """``ecdsa 256`` or ``rsa 2048``."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ecdsa {key.key_size}"
    assert isinstance(key, rsa.RSAPublicKey)
    return f"rsa {key.key_size}"


def common_names(chain: list[x509.Certificate]) -> list[str]:
    """What follows the leaf."""
    return [str(each.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value) for each in chain[1:]]
