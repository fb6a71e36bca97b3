"""Who issued a certificate: by name and signature, among few candidates."""

import functools
import warnings
from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.certificates.signatures import bears_signature_of

KnownCertificates = Callable[[bytes], Sequence[x509.Certificate]]
"""Certificates that are at hand besides those that were sent, by the DER of their subject: roots, fetched ones."""

MAX_CANDIDATES = 4
"""Whose signature is tried: many certificates with one name would otherwise cost a signature each."""
MAX_PATH = 8


def none_known(_subject: bytes) -> Sequence[x509.Certificate]:
    """Nothing is at hand besides what was sent."""
    return ()


@functools.lru_cache(maxsize=256)
def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether names and a signature that can be relied upon say so (RFC 5280, 6.1.3 (a)(1) and (4)). Remembered."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, *UNPARSABLE):
            return False
    return True


def is_self_signed(certificate: x509.Certificate) -> bool:
    """Whether it ends a path: it was issued by itself."""
    return certificate.subject == certificate.issuer and bears_signature_of(certificate, certificate)


def issuer_of(
    certificate: x509.Certificate, sent: Sequence[x509.Certificate], known: KnownCertificates = none_known
) -> x509.Certificate | None:
    """The issuer's certificate: a known one before one that was sent, since a path ends the sooner by it."""
    named = [each for each in sent if each.subject == certificate.issuer and each != certificate]
    at_hand = known(certificate.issuer.public_bytes())
    candidates = (*at_hand[:MAX_CANDIDATES], *named[:MAX_CANDIDATES])
    return next((each for each in candidates if bears_signature_of(certificate, each)), None)


def path_of(
    chain: Sequence[x509.Certificate], known: KnownCertificates = none_known, levels: int = MAX_PATH
) -> tuple[tuple[x509.Certificate, x509.Certificate | None], ...]:
    """From the leaf (the first of ``chain``) up: each certificate with its issuer, in whatever order they were sent.

    A self-signed certificate ends the path and is not part of it; the last issuer is None where it is not at hand.
    """
    path: list[tuple[x509.Certificate, x509.Certificate | None]] = []
    seen: list[x509.Certificate] = []
    current = chain[0] if chain else None
    while current is not None and len(path) < levels and current not in seen and not is_self_signed(current):
        seen.append(current)
        issuer = issuer_of(current, chain, known)
        path.append((current, issuer))
        current = issuer
    return tuple(path)
