"""How a handshake is asked for: one OpenSSL context for each offer, made once and used for every server."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from OpenSSL import SSL

from bot.diagnostics.model.observation import Offer
from bot.diagnostics.observation.alerts import alert_name
from bot.diagnostics.target import StartTls, Target

_CIPHERS: Mapping[Offer, bytes] = {
    # Suites without a certificate are left out: a server that preferred one would have nothing to show.
    Offer.USUAL: b"ALL:!aNULL:!PSK:!SRP:@SECLEVEL=0",
    # Only up to TLS 1.2 does the cipher decide on the key; TLS 1.3 has signature algorithms for that,
    # and pyOpenSSL has no way to set them.
    Offer.ECDSA: b"aECDSA:@SECLEVEL=0",
    Offer.RSA: b"aRSA:@SECLEVEL=0",
}

_LEGACY_SERVER_CONNECT = 0x4
"""SSL_OP_LEGACY_SERVER_CONNECT: servers older than RFC 5746 are reached too. pyOpenSSL does not name it."""

_FATAL = 2
_READ_ALERT = SSL.SSL_CB_READ_ALERT
_CONNECT_STEP = SSL.SSL_CB_CONNECT_LOOP
_CERTIFICATE_REQUEST = b"read server certificate request"
_SECRET = b"SERVER_HANDSHAKE_TRAFFIC_SECRET "

_ALPN_HTTP = ("h2", "http/1.1")
_ALPN_BY_STARTTLS: Mapping[StartTls, tuple[str, ...]] = {
    StartTls.IMAP: ("imap",),
    StartTls.POP3: ("pop3",),
    StartTls.FTP: ("ftp",),
    StartTls.POSTGRES: ("postgresql",),
    StartTls.XMPP: ("xmpp-client",),
}
_ALPN_BY_PORT: Mapping[int, tuple[str, ...]] = {
    465: (),
    636: (),
    853: ("dot",),
    990: ("ftp",),
    993: ("imap",),
    995: ("pop3",),
    5223: ("xmpp-client",),
    5671: (),
    8883: ("mqtt",),
}
"""IANA's TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs; nothing where none is registered."""


class Watched:
    """What OpenSSL told while a handshake went on; the connection's application data."""

    __slots__ = ("alert", "client_certificate_wanted", "secret", "staple")

    def __init__(self) -> None:
        self.alert: str | None = None
        """The last fatal alert that the server sent."""
        self.client_certificate_wanted = False
        self.staple: bytes | None = None
        self.secret: bytes | None = None
        """The server's handshake traffic secret (RFC 8446, 7.1): it opens the certificates of TLS 1.3."""


@dataclass(frozen=True, slots=True)
class Request:
    """One handshake to be had."""

    offer: Offer
    server_name: str | None
    """Sent as SNI."""
    alpn: tuple[str, ...]
    """Application protocols that are offered."""

    @classmethod
    def of(cls, offer: Offer, target: Target, alpn: tuple[str, ...]) -> "Request":
        """What this offer means for the target. An address is never sent as a name (RFC 6066, 3)."""
        nameless = offer is Offer.NO_SERVER_NAME or target.address is not None
        return cls(offer, None if nameless else target.host, alpn)

    def connection(self, watched: Watched) -> SSL.Connection:
        """A connection over memory buffers that is ready to shake hands."""
        connection = SSL.Connection(_context(self.offer), None)
        connection.set_app_data(watched)
        if self.server_name is not None:
            connection.set_tlsext_host_name(self.server_name.encode("ascii"))
        if self.alpn:
            connection.set_alpn_protos([protocol.encode("ascii") for protocol in self.alpn])
        connection.request_ocsp()
        connection.set_connect_state()
        return connection


def offered_alpn(target: Target) -> tuple[str, ...]:
    """What a client of that service offers (RFC 7301): HTTP's where nothing says that it is another one."""
    if target.starttls is not None:
        return _ALPN_BY_STARTTLS.get(target.starttls, ())
    return _ALPN_BY_PORT.get(target.port, _ALPN_HTTP)


def _context(offer: Offer) -> SSL.Context:
    return _made_context(Offer.USUAL if offer is Offer.NO_SERVER_NAME else offer)


@cache
def _made_context(offer: Offer) -> SSL.Context:
    """A context that connects to servers however old, to see what they present. It verifies nothing."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_cipher_list(_CIPHERS[offer])
    context.set_min_proto_version(SSL.TLS1_VERSION)
    if offer is not Offer.USUAL:
        context.set_max_proto_version(SSL.TLS1_2_VERSION)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_options(SSL.OP_NO_TICKET | _LEGACY_SERVER_CONNECT)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_info_callback(_note_step)
    context.set_keylog_callback(_note_secret)
    context.set_ocsp_client_callback(_note_staple)
    return context


def _watched(connection: SSL.Connection) -> Watched:
    watched: Watched = connection.get_app_data()
    return watched


def _note_step(connection: SSL.Connection, where: int, value: int) -> None:
    if where == _CONNECT_STEP:
        # OpenSSL names the message it is about to read; the list of CAs that comes with it may be empty.
        if connection.get_state_string().endswith(_CERTIFICATE_REQUEST):
            _watched(connection).client_certificate_wanted = True
    elif where == _READ_ALERT and (value >> 8 == _FATAL or value & 0xFF):
        _watched(connection).alert = alert_name(value & 0xFF)


def _note_secret(connection: SSL.Connection, line: bytes) -> None:
    if line.startswith(_SECRET):
        _watched(connection).secret = bytes.fromhex(line.rpartition(b" ")[2].decode("ascii"))


def _note_staple(connection: SSL.Connection, staple: bytes, _: object) -> bool:
    _watched(connection).staple = staple or None
    return True
