"""What an endpoint is: where, what is wrong, and what each of its addresses shows, broken and mended."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from cryptography.x509 import ReasonFlags

HTTPS_PORT = 443


class Period(StrEnum):
    """When a certificate is valid, seen from the day it is made."""

    HEALTHY = "healthy"
    EXPIRED = "expired"
    EXPIRES_SOON = "expires-soon"
    NOT_YET_VALID = "not-yet-valid"
    OVERLONG = "overlong"
    """For 900 days: more than any public CA may issue (BR 6.3.2)."""
    REPLACED = "replaced"
    """Issued before the healthy one, and still valid."""
    JUST_RENEWED = "just-renewed"


class Key(StrEnum):
    """A certificate's key."""

    ECDSA = "ecdsa"
    RSA = "rsa"
    RSA_1024 = "rsa-1024"
    CLOSE_PRIMES = "close-primes"
    """RSA with 2048 bits whose two primes are neighbours: anybody can factor it by Fermat's method."""


class Staple(StrEnum):
    """The OCSP response that a server staples (RFC 6066, section 8)."""

    NONE = "none"
    CURRENT = "current"
    """What the responder says now."""
    STALE_GOOD = "stale-good"
    """Good, and past its nextUpdate."""
    FORMER = "former"
    """About the certificate that was replaced."""


class Speaks(StrEnum):
    """What happens on the port."""

    TLS = "tls"
    PLAIN_HTTP = "plain-http"
    NOTHING = "nothing"
    """The connection is accepted, and not a byte is sent."""
    DRIBBLES = "dribbles"
    """TLS, a byte now and then."""
    CLOSED = "closed"
    """Nobody listens."""


class Trouble(StrEnum):
    """What is wrong with the services of a CA while an endpoint is broken."""

    OCSP_DOWN = "ocsp-down"
    ACME_DOWN = "acme-down"
    SLOW = "slow"
    ALL_DOWN = "all-down"


@dataclass(frozen=True, slots=True)
class Revoked:
    """That a certificate is revoked."""

    reason: ReasonFlags | None = None
    """None: the CRL's entry gives none."""
    responder_knows: bool = True
    """False: the OCSP responder still says good, with an older thisUpdate than the CRL's."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One certificate of a server."""

    issuer: str | None = "issuing"
    """Name of the authority in the plan; None: it is signed by itself."""
    period: Period = Period.HEALTHY
    key: Key = Key.ECDSA
    names: tuple[str, ...] | None = None
    """None: those of the endpoint."""
    further_names: int = 0
    """How many more names of the same domain it holds."""
    organization: str = ""
    revoked: Revoked | None = None
    client_auth: bool = False
    must_staple: bool = False
    sha1: bool = False
    careless: bool = False
    """Made against the profile for public certificates: the common name is no host, there is an OU, no key usage."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an address shows."""

    leaf: Leaf = field(default_factory=Leaf)
    sent: tuple[str, ...] | None = None
    """Authorities whose certificates follow the leaf, in this order; None: the issuer's chain without its root."""
    second: Leaf | None = None
    """The certificate for clients that want the other kind of key."""
    without_server_name: Leaf | None = None
    """The certificate for clients that send no SNI; None: the same."""
    needs_server_name: bool = False
    """Without SNI the handshake fails."""
    staple: Staple = Staple.NONE
    speaks: Speaks = Speaks.TLS
    old_protocol: bool = False
    """TLS 1.0 only."""
    wants_client_certificate: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint."""

    name: str
    host: str
    wrong: str
    """What is wrong, in one sentence."""
    subcategory: str | None
    """The kind of certificate incident that it shows; None where it shows none of the nineteen."""
    broken: Shown
    mended: Shown = field(default_factory=Shown)
    addresses: int = 1
    broken_at: tuple[int, ...] | None = None
    """The addresses, counted from 0, that are broken; None: all of them."""
    port: int = HTTPS_PORT
    starttls: bool = False
    """The server speaks SMTP first (RFC 3207)."""
    trouble: Trouble | None = None
    """With the services of the leaf's issuer, until the endpoint is mended."""

    @property
    def other_name(self) -> str:
        """A second name of the same server."""
        first, _, rest = self.host.partition(".")
        return f"{first}-eu.{rest}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names that its certificates hold, unless that is what is wrong."""
        return (self.host, self.other_name)

    @property
    def target(self) -> str:
        """What a person would write: the host, with the port where it is not that of HTTPS."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"

    @property
    def lost_name(self) -> Shown:
        """Mended, but the replacement lost the second name, and clientAuth where there was one."""
        return replace(
            self.mended,
            leaf=self._poorer(self.mended.leaf),
            second=self._poorer(self.mended.second) if self.mended.second else None,
        )

    def _poorer(self, leaf: Leaf) -> Leaf:
        return replace(leaf, names=(self.host,), client_auth=False)
