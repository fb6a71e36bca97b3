"""The PKI of the fuzz test: its keys are written here, so that what was mutated can be signed again.

A certificate that fails its signature is looked at no further. One that is signed anew goes all the way.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "api.example.com"
ISSUER_URL, OCSP_URL, CRL_URL = (f"http://pki.example.com/{each}" for each in ("aia", "ocsp", "crl"))

Extensions = Sequence[tuple[x509.ExtensionType, bool]]


def key_of(number: int) -> ec.EllipticCurvePrivateKey:
    """Always the same: nothing is kept secret with it."""
    return ec.derive_private_key(number, ec.SECP256R1())


ROOT_KEY, CA_KEY, LEAF_KEY, RESPONDER_KEY = (key_of(number) for number in (101, 102, 103, 104))


def signature(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """ECDSA with SHA-256; the same for the same data (RFC 6979)."""
    return key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def named(common_name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@dataclass(frozen=True)
class Plan:
    """What is special about a certificate."""

    subject: x509.Name
    key: ec.EllipticCurvePublicKey
    ca: bool = False
    begins: datetime = NOW - 30 * DAY
    ends: datetime = NOW + 60 * DAY
    serial: int | None = None
    extra: Extensions = ()
    names: Sequence[x509.GeneralName] = (x509.DNSName(HOST),)


def issue(plan: Plan, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """As a good CA would, but for the plan."""
    digest = hashlib.sha256(plan.subject.public_bytes() + repr(plan.extra).encode()).digest()
    builder = (
        x509.CertificateBuilder()
        .subject_name(plan.subject)
        .issuer_name(issuer)
        .public_key(plan.key)
        .serial_number(plan.serial or int.from_bytes(digest[:8], "big"))
        .not_valid_before(plan.begins)
        .not_valid_after(plan.ends)
    )
    for value, critical in (*_usual(plan, key), *plan.extra):
        builder = builder.add_extension(value, critical)
    return builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


def _usual(plan: Plan, signer: ec.EllipticCurvePrivateKey) -> list[tuple[x509.ExtensionType, bool]]:
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=plan.ca, path_length=None), True),
        (x509.SubjectKeyIdentifier.from_public_key(plan.key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False),
        (_usage(ca=plan.ca), True),
    ]
    if plan.ca:
        return found
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in (
            (AuthorityInformationAccessOID.OCSP, OCSP_URL),
            (AuthorityInformationAccessOID.CA_ISSUERS, ISSUER_URL),
        )
    ]
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(CRL_URL)], None, None, None)
    found += [
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.AuthorityInformationAccess(access), False),
        (x509.CRLDistributionPoints([point]), False),
    ]
    return [*found, (x509.SubjectAlternativeName(plan.names), False)] if plan.names else found


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


ROOT_NAME, CA_NAME = named("Fuzz Root"), named("Fuzz CA")
ROOT = issue(
    Plan(ROOT_NAME, ROOT_KEY.public_key(), ca=True, ends=NOW + 3650 * DAY, names=()), ROOT_NAME, ROOT_KEY
)
CA = issue(Plan(CA_NAME, CA_KEY.public_key(), ca=True, ends=NOW + 900 * DAY, names=()), ROOT_NAME, ROOT_KEY)


def leaf(*extra: tuple[x509.ExtensionType, bool], **special: object) -> x509.Certificate:
    """A server's certificate; ``special`` as in `Plan`."""
    plan = Plan(**{"subject": named(HOST), "key": LEAF_KEY.public_key(), "extra": extra, **special})  # type: ignore[arg-type]
    return issue(plan, CA_NAME, CA_KEY)


def der(certificate: x509.Certificate) -> bytes:
    """As it is sent."""
    return certificate.public_bytes(Encoding.DER)


LEAF = leaf()
CHAIN = (der(LEAF), der(CA))
