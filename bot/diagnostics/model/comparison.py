"""A diagnosis beside an earlier one, or beside what is expected."""

from dataclasses import dataclass
from enum import StrEnum

from bot.diagnostics.model.moment import Moment


class ExpectationKind(StrEnum):
    """What identifies the certificate that should be there."""

    SHA256 = "sha256"
    """SHA-256 of the certificate."""
    SERIAL = "serial"
    """The serial number, or, since both may have forty digits, the SHA-1 of the certificate that Windows shows."""
    SPKI = "spki"
    """SHA-256 of the public key."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """The certificate that every address should present; hexadecimal, lower case, without colons."""

    kind: ExpectationKind
    value: str


@dataclass(frozen=True, slots=True)
class AddressExpectation:
    """Whether one address, in one handshake, presents what is expected."""

    address: str
    offer: str
    """The handshake's offer, by value."""
    met: bool
    presented: str
    """What was presented, in the form that was asked for; empty where nothing was."""


class ChangeKind(StrEnum):
    """What may differ from an earlier diagnosis."""

    REPLACED = "replaced"
    """Another certificate, issued later."""
    NOT_NEWER = "not-newer"
    """Another certificate, but not a later one."""
    NAME_LOST = "name-lost"
    NAME_GAINED = "name-gained"
    PURPOSE_LOST = "purpose-lost"
    ISSUER_CHANGED = "issuer-changed"
    KEY_REUSED = "key-reused"
    KEY_CHANGED = "key-changed"
    ADDRESS_APPEARED = "address-appeared"
    ADDRESS_GONE = "address-gone"
    SERVES_AGAIN = "serves-again"
    SERVES_NO_MORE = "serves-no-more"
    TLSA_CHANGED = "tlsa-changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the earlier diagnosis."""

    kind: ChangeKind
    sentence: str
    addresses: tuple[str, ...] = ()
    grave: bool = False
    """It can break clients, or it disproves that the replacement is in place."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier diagnosis of the same target."""

    earlier_at: Moment
    changes: tuple[Change, ...]
    """Grave ones first."""
    findings_gone: tuple[str, ...]
    """Sentences."""
    findings_new: tuple[str, ...]
