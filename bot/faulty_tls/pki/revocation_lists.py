"""CRLs, signed when they are asked for, around the present of the clock (RFC 5280, section 5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from bot.faulty_tls.pki.authorities import Authority
from bot.faulty_tls.pki.ledger import Revocation

PUBLISHED_BEFORE = timedelta(hours=1)
VALID_FOR = timedelta(days=2)


def revocation_list(issuer: Authority, revocations: Iterable[Revocation], now: datetime) -> bytes:
    """The issuer's CRL in DER."""
    published = now - PUBLISHED_BEFORE
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(published)
        .next_update(published + VALID_FOR)
        .add_extension(issuer.key_identifier, critical=False)
        .add_extension(x509.CRLNumber(int(published.timestamp())), critical=False)
    )
    for revocation in revocations:
        builder = builder.add_revoked_certificate(_entry(revocation))
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _entry(revocation: Revocation) -> x509.RevokedCertificate:
    entry = x509.RevokedCertificateBuilder().serial_number(revocation.serial).revocation_date(revocation.at)
    if revocation.reason is not None:
        entry = entry.add_extension(x509.CRLReason(revocation.reason), critical=False)
    return entry.build()
