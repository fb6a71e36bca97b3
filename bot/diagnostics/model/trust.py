"""Whether clients accept a chain, and by which paths."""

from dataclasses import dataclass
from enum import StrEnum


class TrustReason(StrEnum):
    """Why a client with these roots accepts the chain as it was sent, or does not."""

    TRUSTED = "trusted"
    EXPIRED_LEAF = "expired-leaf"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED_INTERMEDIATE = "expired-intermediate"
    EXPIRED_ROOT = "expired-root"
    SELF_SIGNED = "self-signed"
    MISSING_INTERMEDIATE = "missing-intermediate"
    UNKNOWN_ROOT = "unknown-root"
    """The chain ends below a root that was not sent and is not among the client's."""
    UNTRUSTED_ROOT_SENT = "untrusted-root-sent"
    """The root was sent along, and is not among the client's."""
    WRONG_NAME = "wrong-name"
    WRONG_PURPOSE = "wrong-purpose"
    NAME_CONSTRAINT = "name-constraint"
    PATH_TOO_LONG = "path-too-long"
    REVOKED = "revoked"
    """By a CRL that the client was given."""
    DISTRUSTED = "distrusted"
    """The root is there, but the client's programme no longer trusts certificates of this date."""
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PathVerdict:
    """One path from the leaf up, and what is wrong with it."""

    subjects: tuple[str, ...]
    """From the leaf up."""
    fingerprints: tuple[str, ...]
    """SHA-256 of each, hexadecimal."""
    reason: TrustReason
    fetched: int = 0
    """How many of its certificates the server did not send: they came from the URL in the one below."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The verdict of one client on one chain."""

    trusted: bool
    reason: TrustReason
    path: tuple[str, ...]
    """Subjects from the leaf up: of the accepted path, else as far as one could be built."""
    detail: str = ""
    """More on the reason: the verifier's own words, the constraint, the programme and its date."""
    paths: tuple[PathVerdict, ...] = ()
    """Every path that was looked at, in the order of looking; bounded."""


@dataclass(frozen=True, slots=True)
class StoreVerdict:
    """What clients of one trust store make of a chain."""

    store: str
    """The store's name, as in ``Mozilla`` or ``Chrome``."""
    trust: Trust
    public: bool = False
    """It is trusted by a root that is held to the rules of public CAs, not by one that the operator brought."""
