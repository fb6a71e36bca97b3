"""Issuing the certificates of servers, right or wrong as asked."""

import ipaddress
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bot.faulty_tls.endpoint import Key, Leaf, Period
from bot.faulty_tls.pki.authorities import Authority, distribution_point, issuer_access
from bot.faulty_tls.pki.keys import LeafKey, new_key
from bot.faulty_tls.pki.plan import is_public
from bot.faulty_tls.pki.sha1_signature import with_sha1_signature
from bot.faulty_tls.pki.transparency import logged

LIFETIME = timedelta(days=90)
"""Within the limit for public certificates until 2029-03-15 (BR 6.3.2)."""

AGE = timedelta(days=20)
"""How long ago a certificate was issued that is to be healthy for weeks yet."""

EXPIRED_SINCE = timedelta(hours=6)
SOON = timedelta(days=3)
BACKDATED = timedelta(hours=1)
"""As CAs do, for clients whose clock is slow."""

OVERLONG_LIFETIME = timedelta(days=900)
STAYS_HEALTHY = timedelta(days=31)
"""A kept certificate with less than this left no longer counts as healthy."""

DOMAIN_VALIDATED = x509.ObjectIdentifier("2.23.140.1.2.1")


@dataclass(frozen=True)
class Issued:
    """A server's certificate and key."""

    certificate: x509.Certificate
    key: LeafKey


def issue(leaf: Leaf, names: Sequence[str], authorities: Mapping[str, Authority], now: datetime) -> Issued:
    """Make the certificate that ``leaf`` describes; ``names`` where it describes none."""
    issuer = authorities[leaf.issuer] if leaf.issuer else None
    key = new_key(leaf.key)
    builder = _builder(leaf, leaf.names or names, key, issuer, now)
    if issuer is None:
        return Issued(builder.sign(key, hashes.SHA256()), key)
    if is_public(issuer.plan.name) and not leaf.careless:
        builder = logged(builder, issuer)
    certificate = builder.sign(issuer.key, hashes.SHA256())
    return Issued(with_sha1_signature(certificate, issuer.key) if leaf.sha1 else certificate, key)


def validity(period: Period, now: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of a certificate that is made ``now``."""
    begins = {
        Period.HEALTHY: now - AGE,
        Period.EXPIRED: now - EXPIRED_SINCE - LIFETIME,
        Period.EXPIRES_SOON: now + SOON - LIFETIME,
        Period.NOT_YET_VALID: now + LIFETIME,
        Period.OVERLONG: now - AGE,
        Period.REPLACED: now - AGE - timedelta(days=10),
        Period.JUST_RENEWED: now - BACKDATED,
    }[period]
    return begins, begins + (OVERLONG_LIFETIME if period is Period.OVERLONG else LIFETIME)


def still_shows(period: Period, certificate: x509.Certificate, now: datetime) -> bool:
    """Whether a kept certificate still is what it was made to be: a demo may be started again after months."""
    left = certificate.not_valid_after_utc - now
    if period is Period.EXPIRED:
        return left < timedelta(0)
    if period is Period.EXPIRES_SOON:
        return timedelta(0) < left <= SOON
    if period is Period.NOT_YET_VALID:
        return certificate.not_valid_before_utc - now >= STAYS_HEALTHY
    return left >= STAYS_HEALTHY


def _builder(
    leaf: Leaf, names: Sequence[str], key: LeafKey, issuer: Authority | None, now: datetime
) -> x509.CertificateBuilder:
    begins, ends = validity(leaf.period, now)
    subject = _subject(leaf, names)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(secrets.randbits(40) | 1 if leaf.careless else x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(_names(names, leaf.further_names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_purposes(leaf), critical=False)
    )
    if not leaf.careless:
        policy = x509.PolicyInformation(DOMAIN_VALIDATED, None)
        builder = builder.add_extension(_key_usage(leaf.key), critical=True).add_extension(
            x509.CertificatePolicies([policy]), critical=False
        )
    if leaf.must_staple:
        builder = builder.add_extension(x509.TLSFeature([x509.TLSFeatureType.status_request]), critical=False)
    if issuer is None:
        return builder
    return (
        builder.add_extension(issuer.key_identifier, critical=False)
        .add_extension(issuer_access(issuer.plan), critical=False)
        .add_extension(distribution_point(issuer.plan), critical=False)
    )


def _subject(leaf: Leaf, names: Sequence[str]) -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, names[0])]
    if leaf.careless:
        attributes = [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Web servers"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Example Web Server"),
        ]
    if leaf.organization:
        attributes.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, leaf.organization))
    return x509.Name(attributes)


def _names(names: Sequence[str], further: int) -> x509.SubjectAlternativeName:
    domain = names[0].partition(".")[2]
    more = (f"n{number:05}.{domain}" for number in range(further))
    return x509.SubjectAlternativeName([_general_name(name) for name in (*names, *more)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _purposes(leaf: Leaf) -> x509.ExtendedKeyUsage:
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH]
    if leaf.client_auth:
        purposes.append(ExtendedKeyUsageOID.CLIENT_AUTH)
    return x509.ExtendedKeyUsage(purposes)


def _key_usage(key: Key) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=key is not Key.ECDSA,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
