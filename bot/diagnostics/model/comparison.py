"""A diagnosis beside an earlier one, or beside what is expected."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExpectationKind(StrEnum):
    """What identifies the certificate that should be there."""

    FINGERPRINT = "fingerprint"
    SERIAL = "serial"
    SPKI = "spki"


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
    """The value that was presented instead, or ``nothing``."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the earlier diagnosis."""

    kind: str
    """Stable, as in ``certificate-replaced``, ``name-lost``, ``purpose-lost``, ``issuer-changed``, ``same-key``."""
    sentence: str
    addresses: tuple[str, ...] = ()
    grave: bool = False
    """It can break clients, or it disproves that the replacement is in place."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier diagnosis of the same target."""

    earlier_at: datetime
    changes: tuple[Change, ...]
    """Grave ones first."""
    findings_gone: tuple[str, ...]
    """Sentences."""
    findings_new: tuple[str, ...]
