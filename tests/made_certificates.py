"""Certificates made for one test: what is not said is as a good CA would do it."""

import ipaddress
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "api.example.com"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | dsa.DSAPrivateKey

_serials = itertools.count(1000)


@dataclass(frozen=True)
class Made:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True)
class Wish:
    """What is special about a certificate."""

    common_name: str | None = None
    organization: str | None = None
    names: Sequence[str] = ()
    ca: bool = False
    path_length: int | None = None
    not_before: datetime = NOW - 30 * DAY
    not_after: datetime = NOW + 60 * DAY
    usages: Sequence[x509.ObjectIdentifier] | None = None
    key: PrivateKey | None = None
    key_usage: x509.KeyUsage | None = None
    leave_out: Sequence[x509.ObjectIdentifier] = ()
    extra: Sequence[tuple[x509.ExtensionType, bool]] = ()


def made(wish: Wish, issuer: Made | None = None) -> Made:
    """The certificate, signed by ``issuer`` or by itself."""
    key = wish.key or ec.generate_private_key(ec.SECP256R1())
    subject = _name(wish)
    signer = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(next(_serials))
        .not_valid_before(wish.not_before)
        .not_valid_after(wish.not_after)
    )
    for value, critical in (*_extensions(wish, key, issuer), *wish.extra):
        if value.oid not in wish.leave_out:
            builder = builder.add_extension(value, critical)
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Made(builder.sign(signer, algorithm), key)


def root(common_name: str = "Test Root", **wishes: object) -> Made:
    """A self-signed CA."""
    return made(Wish(common_name=common_name, ca=True, not_after=NOW + 3650 * DAY, **wishes))  # type: ignore[arg-type]


def authority(issuer: Made, common_name: str = "Test Intermediate", **wishes: object) -> Made:
    """A CA below another."""
    return made(Wish(common_name=common_name, ca=True, **wishes), issuer)  # type: ignore[arg-type]


def leaf(issuer: Made | None, *names: str, **wishes: object) -> Made:
    """A server's certificate."""
    wishes.setdefault("usages", [ExtendedKeyUsageOID.SERVER_AUTH])
    return made(Wish(names=names or (HOST,), **wishes), issuer)  # type: ignore[arg-type]


def key_usage(*uses: str) -> x509.KeyUsage:
    """Only these uses."""
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{use: use in uses for use in every})


def revocation_list(
    issuer: Made,
    revoked: Sequence[Made] = (),
    *,
    number: int | None = 1,
    this_update: datetime = NOW - DAY,
    next_update: datetime = NOW + DAY,
    reason: x509.ReasonFlags | None = None,
    extra: Sequence[tuple[x509.ExtensionType, bool]] = (),
    signer: Made | None = None,
) -> bytes:
    """A CRL, DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(this_update)
        .next_update(next_update)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    for value, critical in extra:
        builder = builder.add_extension(value, critical)
    for each in revoked:
        entry = x509.RevokedCertificateBuilder(each.certificate.serial_number, NOW - DAY)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    key = (signer or issuer).key
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _name(wish: Wish) -> x509.Name:
    parts = []
    if wish.organization is not None:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, wish.organization))
    common_name = wish.common_name or (wish.names[0] if wish.names else None)
    if common_name:
        parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(parts)


def _extensions(wish: Wish, key: PrivateKey, issuer: Made | None) -> list[tuple[x509.ExtensionType, bool]]:
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=wish.ca, path_length=wish.path_length), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]
    uses = ("key_cert_sign", "crl_sign") if wish.ca else ("digital_signature",)
    found.append((wish.key_usage or key_usage(*uses), True))
    if issuer is not None:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        found.append((identifier, False))
    elif not wish.ca:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        found.append((identifier, False))
    if wish.names:
        found.append((x509.SubjectAlternativeName([general_name(name) for name in wish.names]), False))
    if wish.usages is not None:
        found.append((x509.ExtendedKeyUsage(wish.usages), False))
    return found


def general_name(name: str) -> x509.GeneralName:
    """A mailbox, an address or network, or a host."""
    if "@" in name:
        return x509.RFC822Name(name)
    try:
        return x509.IPAddress(ipaddress.ip_network(name) if "/" in name else ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
