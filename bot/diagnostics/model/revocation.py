"""What the sources of revocation say, and until when clients may believe an older answer."""

from dataclasses import dataclass
from enum import StrEnum

from bot.diagnostics.model.moment import Moment


class RevocationStatus(StrEnum):
    """What a source says of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """The responder does not know the certificate (RFC 6960, 2.2)."""
    UNAVAILABLE = "unavailable"
    """Nothing could be learnt, or nothing that counts. Never to be taken for good."""


class RevocationSource(StrEnum):
    """Where an answer came from."""

    STAPLE = "staple"
    OCSP = "ocsp"
    CRL = "crl"


class AnswerDefect(StrEnum):
    """Why an answer is unavailable, or does not count."""

    NOT_FETCHED = "not-fetched"
    UNREADABLE = "unreadable"
    """Damaged, or something else altogether: an HTML page, say."""
    REFUSED = "refused"
    """The responder answers that it cannot or will not (RFC 6960, 2.3)."""
    NO_ISSUER = "no-issuer"
    """The issuer's certificate is not at hand, so no signature can be verified."""
    OTHER_CERTIFICATE = "other-certificate"
    OTHER_ISSUER = "other-issuer"
    BAD_SIGNATURE = "bad-signature"
    UNAUTHORISED = "unauthorised"
    """Whoever signed has no right to answer for the issuer (RFC 6960, 4.2.2.2; RFC 5280, 6.3.3 (f))."""
    OUT_OF_SCOPE = "out-of-scope"
    """A list for other certificates, or for some reasons only (RFC 5280, 5.2.5)."""
    UNSUPPORTED = "unsupported"
    """Indirect and delta lists, unknown critical extensions."""
    STALE = "stale"
    """Past its nextUpdate, or without one."""
    NOT_YET = "not-yet"
    """Its thisUpdate lies ahead."""


@dataclass(frozen=True, slots=True)
class RevocationAnswer:
    """One answer of one source on one certificate."""

    source: RevocationSource
    location: str
    """The URL; of a staple, the address that sent it."""
    fingerprint: str
    """SHA-256 of the certificate it was asked about, hexadecimal."""
    subject: str
    position: int
    """In the chain: 0 is the leaf."""
    status: RevocationStatus
    detail: str = ""
    """Why it is unavailable or does not count, as in ``the signature is not the issuer's``."""
    verified: bool = False
    """The signature is that of the issuer, or of a responder it delegated to (RFC 6960, 4.2.2.2)."""
    current: bool = False
    """The moment of the diagnosis lies between thisUpdate and nextUpdate."""
    for_other_certificate: bool = False
    """A staple that is about another serial, the former certificate's perhaps."""
    this_update: Moment | None = None
    next_update: Moment | None = None
    revoked_at: Moment | None = None
    reason: str | None = None
    """As in ``keyCompromise`` (RFC 5280, 5.3.1); None where none was given."""
    took_ms: float | None = None
    defect: AnswerDefect | None = None
    """The kind of trouble; None where the answer counts."""
    claimed: RevocationStatus | None = None
    """What an answer that does not count says all the same."""


@dataclass(frozen=True, slots=True)
class ClientHorizon:
    """Until when clients of one kind may go on believing the older answer."""

    clients: str
    """As in ``clients that cache OCSP responses``."""
    until: Moment | None
    """UTC; None where there is no bound."""
    why: str


@dataclass(frozen=True, slots=True)
class PropagationHorizon:
    """Sources disagree, or a revocation is not known everywhere yet."""

    fingerprint: str
    revoked_at: Moment | None
    disagreement: str
    """Who says what since when, in one sentence."""
    clients: tuple[ClientHorizon, ...]
    """Bounded ones first, the soonest first; then those without a bound."""

    @property
    def bounded_until(self) -> Moment | None:
        """When the last of those clients that have a bound must have learnt of it."""
        return max((client.until for client in self.clients if client.until is not None), default=None)


@dataclass(frozen=True, slots=True)
class Revocation:
    """All that was learnt."""

    answers: tuple[RevocationAnswer, ...] = ()
    horizons: tuple[PropagationHorizon, ...] = ()
