"""One TLS handshake over asyncio, kept even when it fails: the chain survives a broken handshake.

pyOpenSSL over memory buffers, since the standard library gives neither the chain of an untrusted server nor its
stapled OCSP response.
"""

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field

from OpenSSL import SSL, crypto

from bot.diagnostics.observation.certificate_message import CertificateMessage
from bot.diagnostics.observation.first_bytes import KEPT_BYTES, Spoken, spoken_instead
from bot.diagnostics.observation.offers import Request, Watched
from bot.diagnostics.turns import turn
from bot.diagnostics.visible_text import visible

READ_BYTES = 65_536
MAX_HANDSHAKE_BYTES = 1_000_000
"""A server that sends more than this before the handshake is over is given up on."""

MAX_CERTIFICATES = 50

REFUSAL_SECONDS = 1.0
"""How long a server that asked for a client certificate is listened to after the handshake: in TLS 1.3 it
refuses only then (RFC 8446, 4.4.2.4)."""

_TOO_LARGE = "excessive message size"


@dataclass(frozen=True, slots=True)
class Shaken:
    """What one handshake showed."""

    chain: tuple[bytes, ...] = ()
    """DER, leaf first, as presented; at most `MAX_CERTIFICATES`."""
    left_out: int = 0
    """How many more were presented."""
    protocol: str | None = None
    cipher: str | None = None
    group: str | None = None
    alpn: str | None = None
    staple: bytes | None = None
    client_certificate_wanted: bool = False
    failure: str | None = None
    """Why it was not completed, in plain words or OpenSSL's; None where it was."""
    alert: str | None = None
    """By which the server ended it."""
    spoken: Spoken | None = None
    """What spoke instead of TLS, where something else did."""
    closed: bool = False
    """The server closed or reset the connection without a word."""
    timed_out: bool = False
    too_large: bool = False
    """The Certificate message was over OpenSSL's limit of 100 KB."""
    handshake_ms: float = 0.0


async def shake_hands(
    request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, deadline: float
) -> Shaken:
    """Shake hands until ``deadline``, in the running loop's time. Nothing that a server does raises."""
    exchange = _Exchange(request, reader, writer, deadline)
    started = time.perf_counter()
    end = await exchange.run()
    elapsed_ms = round((time.perf_counter() - started) * 1000, 2)
    chain = await exchange.chain(end)
    if end.failure is None and exchange.may_be_refused_yet:
        end = await exchange.listen_for_refusal()
    exchange.say_goodbye()
    return exchange.shaken(end, chain, elapsed_ms)


@dataclass(frozen=True, slots=True)
class _End:
    """How the handshake ended."""

    failure: str | None = None
    closed: bool = False
    timed_out: bool = False
    too_large: bool = False


_COMPLETED = _End()
_CLOSED = _End("the server closed the connection in the middle of the handshake", closed=True)
_RESET = _End("the server reset the connection in the middle of the handshake", closed=True)
_TIMED_OUT = _End("the handshake was not over in time", timed_out=True)
_TOO_MUCH = _End("the server sent more than a handshake may hold")


@dataclass(slots=True)
class _Exchange:
    """One handshake while it goes on."""

    request: Request
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    deadline: float
    watched: Watched = field(default_factory=Watched)
    received: bytearray = field(default_factory=bytearray)
    """Everything the server sent, in case OpenSSL gives its certificates up."""
    connection: SSL.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = self.request.connection(self.watched)

    async def run(self) -> _End:
        """The handshake itself."""
        return await self._bounded(self._handshake(), self.deadline)

    async def _bounded(self, steps: Coroutine[None, None, _End], deadline: float) -> _End:
        try:
            async with asyncio.timeout_at(deadline):
                return await steps
        except TimeoutError:
            return _TIMED_OUT
        except OSError:
            return _RESET

    async def _handshake(self) -> _End:
        while True:
            await turn()
            try:
                self.connection.do_handshake()
            except SSL.WantReadError:
                await self._send()
                data = await self.reader.read(READ_BYTES)
                if not data:
                    return _CLOSED
                self.received += data
                if len(self.received) > MAX_HANDSHAKE_BYTES:
                    return _TOO_MUCH
                self.connection.bio_write(data)
            except SSL.Error as error:
                words = _words(error)
                return _End(words, too_large=_TOO_LARGE in words)
            else:
                # What is left to be sent goes with whatever follows: most often it is the goodbye.
                return _COMPLETED

    async def _send(self) -> None:
        self._flush()
        await self.writer.drain()

    def _flush(self) -> None:
        try:
            while True:
                self.writer.write(self.connection.bio_read(READ_BYTES))
        except SSL.WantReadError:
            return

    async def chain(self, end: _End) -> tuple[bytes, ...]:
        """The certificates as presented, also those that OpenSSL gave up."""
        kept = _chain(self.connection)
        if kept or end.failure is None:
            return kept
        message = CertificateMessage(self.watched.secret)
        message.feed(bytes(self.received))
        if end.too_large:
            await self._bounded(self._read_on(message), self.deadline)
        return message.certificates()

    async def _read_on(self, message: CertificateMessage) -> _End:
        """OpenSSL gave up at the message's header: the rest of it is still under way."""
        while not message.over and len(self.received) <= MAX_HANDSHAKE_BYTES:
            data = await self.reader.read(READ_BYTES)
            if not data:
                break
            self.received += data
            message.feed(data)
        return _COMPLETED

    @property
    def may_be_refused_yet(self) -> bool:
        """A client certificate was asked for, and the server has not seen yet that there is none."""
        wanted = self.watched.client_certificate_wanted
        return wanted and self.connection.get_protocol_version_name() == "TLSv1.3"

    async def listen_for_refusal(self) -> _End:
        """Whether the server does without a client certificate. Session tickets show that it does."""
        until = min(self.deadline, asyncio.get_running_loop().time() + REFUSAL_SECONDS)
        end = await self._bounded(self._after(), until)
        return _COMPLETED if end.timed_out else end

    async def _after(self) -> _End:
        await self._send()
        data = await self.reader.read(READ_BYTES)
        if not data:
            return _CLOSED
        self.connection.bio_write(data)
        try:
            self.connection.recv(1)
        except (SSL.WantReadError, SSL.ZeroReturnError):
            return _COMPLETED
        except SSL.Error as error:
            return _End(_words(error))
        return _COMPLETED

    def say_goodbye(self) -> None:
        """Close the TLS connection, or send the alert that OpenSSL has prepared; nothing waits for it."""
        with contextlib.suppress(SSL.Error):  # there may be no connection to close
            self.connection.shutdown()
        self._flush()

    def shaken(self, end: _End, chain: tuple[bytes, ...], elapsed_ms: float) -> Shaken:
        """All of it together."""
        failed, alert = end.failure is not None, self.watched.alert
        agreed = bool(chain) or not failed
        first = bytes(self.received[:KEPT_BYTES])
        if failed and alert is not None:
            end = _End(f"the server answered with the alert {alert}")
        return Shaken(
            chain=chain[:MAX_CERTIFICATES],
            left_out=max(0, len(chain) - MAX_CERTIFICATES),
            protocol=self.connection.get_protocol_version_name() if agreed else None,
            cipher=self.connection.get_cipher_name() if agreed else None,
            group=None if failed else _group(self.connection),
            alpn=self.connection.get_alpn_proto_negotiated().decode("ascii", "replace") or None,
            staple=self.watched.staple,
            client_certificate_wanted=self.watched.client_certificate_wanted,
            failure=end.failure,
            alert=alert if failed else None,
            spoken=spoken_instead(first) if failed and not chain else None,
            closed=end.closed,
            timed_out=end.timed_out,
            too_large=end.too_large,
            handshake_ms=elapsed_ms,
        )


def _chain(connection: SSL.Connection) -> tuple[bytes, ...]:
    """As DER, without parsing: one certificate that cannot be parsed does not lose the others."""
    presented = connection.get_peer_cert_chain() or []
    return tuple(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate) for certificate in presented)


def _group(connection: SSL.Connection) -> str | None:
    """The key exchange's group; None also before pyOpenSSL 26, which cannot tell."""
    group_name = getattr(connection, "get_group_name", None)
    name: str | None = group_name() if group_name is not None else None
    return name


def _words(error: SSL.Error) -> str:
    reasons = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = ", ".join(str(reason[2] or reason[1]) for reason in reasons)
    return visible(words) or "TLS failed without a reason"
