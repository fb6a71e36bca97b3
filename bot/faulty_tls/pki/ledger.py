"""What the authorities know of the certificates they issued: which are revoked, since when, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.x509 import ReasonFlags

from bot.faulty_tls.endpoint import Endpoint
from bot.faulty_tls.pki.kept import KeptCertificates, Part
from bot.faulty_tls.pki.leaves import AGE
from bot.faulty_tls.states import Variant

REVOKED_BEFORE = timedelta(hours=2)
"""How long before it was made for the demo a certificate was revoked."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """One revoked certificate."""

    serial: int
    at: datetime
    reason: ReasonFlags | None
    responder_knows: bool


class Ledger:
    """The revoked certificates.

    They are those of the catalogue that are to be revoked; a replacement has another serial, and is not.

    Args:
        endpoints: The catalogue.
        certificates: Where the serials are.
    """

    def __init__(self, endpoints: Sequence[Endpoint], certificates: KeptCertificates) -> None:
        self._endpoints = endpoints
        self._certificates = certificates

    def revocations(self, authority: str) -> Iterator[Revocation]:
        """All that the authority of this name has revoked."""
        for endpoint in self._endpoints:
            leaf = endpoint.broken.leaf
            if leaf.issuer != authority or leaf.revoked is None:
                continue
            certificate = self._certificates.get(endpoint, Variant.BROKEN, Part.LEAF).certificate
            at = certificate.not_valid_before_utc + AGE - REVOKED_BEFORE
            yield Revocation(certificate.serial_number, at, leaf.revoked.reason, leaf.revoked.responder_knows)

    def revocation(self, authority: str, serial: int) -> Revocation | None:
        """The revocation of one certificate; None where it is not revoked."""
        return next((each for each in self.revocations(authority) if each.serial == serial), None)
