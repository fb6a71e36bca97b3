"""What the addresses of a target showed."""

from dataclasses import dataclass
from enum import StrEnum

from bot.clock import utc_minute
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.trust import StoreVerdict, Trust


class Outcome(StrEnum):
    """What came of connecting to one address."""

    SERVED = "served"
    REFUSED = "refused"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    NOT_TLS = "not-tls"
    FAILED_HANDSHAKE = "failed-handshake"
    FORBIDDEN = "forbidden"


class Obstacle(StrEnum):
    """What stood in the way, where it is known."""

    NO_ROUTE = "no-route"
    """This machine has no route to the address: that says nothing of the server."""
    PLAIN_HTTP = "plain-http"
    SSH = "ssh"
    CLEAR_TEXT = "clear-text"
    """A protocol that goes over to TLS only when asked to."""
    OTHER_PROTOCOL = "other-protocol"
    STARTTLS_NOT_OFFERED = "starttls-not-offered"
    STARTTLS_FAILED = "starttls-failed"
    CLOSED_EARLY = "closed-early"
    VERSION_REFUSED = "version-refused"
    NAME_REFUSED = "name-refused"
    """The server answers, but not to this name."""
    PORT_NOT_ALLOWED = "port-not-allowed"
    """The operator does not let the bot connect to this port: nothing was tried."""
    MESSAGE_TOO_LARGE = "message-too-large"
    """The certificates together are larger than the library accepts; they were read all the same."""


class Offer(StrEnum):
    """How a handshake was asked for."""

    USUAL = "usual"
    """As a client does: with the server's name, every key type."""
    NO_SERVER_NAME = "no-server-name"
    ECDSA = "ecdsa"
    """Only certificates with an elliptic-curve key are acceptable."""
    RSA = "rsa"


class AddressSource(StrEnum):
    """Who said that the target is at this address."""

    DNS = "dns"
    STATIC = "static"
    """The operator's static host map."""
    GIVEN = "given"
    """The target is an address, or the caller added it: a standby of the catalogue, say."""
    FILE = "file"
    """Not observed by us: read from a file that somebody brought."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """What one handshake showed; the chain is kept even where the handshake failed."""

    offer: Offer
    completed: bool
    failure: str = ""
    """Why it was not completed, in the library's or the peer's words."""
    protocol: str | None = None
    """As in ``TLSv1.3``."""
    cipher: str | None = None
    group: str | None = None
    """The key exchange's group, as in ``x25519``."""
    alpn: str | None = None
    """The application protocol that the server chose (RFC 7301)."""
    chain: tuple[CertificateFacts | None, ...] = ()
    """As presented, leaf first; None stands for a certificate that cannot be parsed."""
    chain_der: tuple[str, ...] = ()
    """The same in DER, base64."""
    staple: str | None = None
    """The stapled OCSP response in DER, base64 (RFC 6066, section 8)."""
    client_certificate_wanted: bool = False
    verdicts: tuple[StoreVerdict, ...] = ()
    """What each client makes of the chain; the first one decides."""
    handshake_ms: float | None = None
    alert: str | None = None
    """The alert by which the server ended it, as in ``handshake_failure`` (RFC 8446, 6)."""
    certificates_left_out: int = 0
    """How many more were presented than are kept."""

    @property
    def leaf(self) -> CertificateFacts | None:
        """The server's own certificate."""
        return self.chain[0] if self.chain else None

    @property
    def trust(self) -> Trust | None:
        """The verdict that decides."""
        return self.verdicts[0].trust if self.verdicts else None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one address showed."""

    address: str
    """``address:port`` as it was connected to."""
    outcome: Outcome
    detail: str = ""
    """More on the outcome, such as the alert or what spoke instead of TLS."""
    handshakes: tuple[Handshake, ...] = ()
    """The usual one first; others only where they showed something else."""
    source: AddressSource = AddressSource.DNS
    connect_ms: float | None = None
    starttls_ms: float | None = None
    """How long the clear-text part before TLS took, where there was one."""
    obstacle: Obstacle | None = None

    @property
    def usual(self) -> Handshake | None:
        """The handshake that a client would have."""
        return self.handshakes[0] if self.handshakes else None

    @property
    def leaf(self) -> CertificateFacts | None:
        """The server's own certificate, as a client sees it."""
        return self.usual.leaf if self.usual else None

    @property
    def chain(self) -> tuple[CertificateFacts | None, ...]:
        """As presented to a client, leaf first."""
        return self.usual.chain if self.usual else ()

    @property
    def chain_der(self) -> tuple[str, ...]:
        """The same in DER, base64."""
        return self.usual.chain_der if self.usual else ()

    @property
    def trust(self) -> Trust | None:
        """The verdict on what a client is shown."""
        return self.usual.trust if self.usual else None

    @property
    def protocol(self) -> str | None:
        """The version that a client agrees on."""
        return self.usual.protocol if self.usual else None

    @property
    def outcome_words(self) -> str:
        """The outcome in a few words, for a list of addresses."""
        words = _OUTCOME_WORDS[self.outcome]
        if self.outcome is Outcome.SERVED and self.leaf is not None:
            return f"serial …{self.leaf.serial[-8:]}, until {utc_minute(self.leaf.not_after)}"
        return f"{words} ({self.detail})" if self.detail else words


_OUTCOME_WORDS = {
    Outcome.SERVED: "presented a certificate that cannot be read",
    Outcome.REFUSED: "refused the connection",
    Outcome.TIMED_OUT: "did not answer in time",
    Outcome.UNREACHABLE: "cannot be reached",
    Outcome.NOT_TLS: "does not speak TLS",
    Outcome.FAILED_HANDSHAKE: "broke off the handshake",
    Outcome.FORBIDDEN: "was not connected to",
}
