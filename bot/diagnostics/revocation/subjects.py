"""The certificates whose revocation is asked about: leaf and intermediates, each once."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bot.diagnostics.certificates.facts import certificate_facts, parse_certificate
from bot.diagnostics.certificates.issuers import MAX_PATH, KnownCertificates, none_known, path_of
from bot.diagnostics.model.certificate import CertificateFacts

MAX_SUBJECTS = 16


@dataclass(frozen=True, slots=True)
class ChainSeen:
    """What one address presented."""

    address: str
    chain: tuple[bytes, ...]
    """DER, leaf first."""
    staple: bytes | None = None
    """The stapled OCSP response, DER."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One certificate, and who issued it."""

    certificate: x509.Certificate
    facts: CertificateFacts
    issuer: x509.Certificate | None
    """None where it is not at hand."""
    position: int
    """On the path: 0 is the leaf."""

    @property
    def fingerprint(self) -> str:
        """SHA-256, hexadecimal."""
        return self.facts.fingerprint_sha256


def subjects(
    chains: Sequence[ChainSeen], known: KnownCertificates = none_known, *, levels: int = MAX_PATH
) -> tuple[Subject, ...]:
    """Every distinct certificate on the paths up to the roots, leaves first. Roots are not among them.

    ``levels`` of each path are looked at; 1 is the leaf.
    A root's revocation is told by nobody above it: clients learn of it from their store (RFC 5280, 6.1).
    """
    found: dict[str, Subject] = {}
    for chain in dict.fromkeys(seen.chain for seen in chains):
        for subject in _on_path(chain, known, levels):
            found.setdefault(subject.fingerprint, subject)
    return tuple(sorted(found.values(), key=lambda subject: subject.position)[:MAX_SUBJECTS])


def _on_path(chain: Sequence[bytes], known: KnownCertificates, levels: int) -> list[Subject]:
    certificates = [parse_certificate(der) for der in chain]
    if not certificates or certificates[0] is None:
        return []
    path = path_of([each for each in certificates if each is not None], known, levels)
    return [
        Subject(certificate, facts, issuer, position)
        for position, (certificate, issuer) in enumerate(path)
        if (facts := certificate_facts(certificate.public_bytes(Encoding.DER))) is not None
    ]
