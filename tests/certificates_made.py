"""Certificates made for a test, and what addresses that present them look like."""

import base64
import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from bot.diagnostics import Handshake, Observation, Offer, Outcome, StoreVerdict, Trust, TrustReason
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.findings.kinds import Evidence, Found
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.checks import Checks
from bot.diagnostics.target import Target

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOST = "api.example.com"
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@functools.cache
def signing_key() -> ec.EllipticCurvePrivateKey:
    """One for all: making keys takes time."""
    return ec.generate_private_key(ec.SECP256R1())


def make_certificate(
    names: Sequence[str] = (HOST,),
    *,
    common_name: str = HOST,
    organization: str = "Certs of Example",
    not_before: datetime = NOW - DAY,
    lifetime: timedelta = 47 * DAY,
    key: CertificatePublicKeyTypes | None = None,
    extensions: Sequence[x509.ExtensionType] = (),
    serial: int = 4711,
) -> bytes:
    """A server's certificate in DER, valid for ``lifetime`` with both ends included."""
    issuer = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
        x509.NameAttribute(NameOID.COMMON_NAME, "Issuer of Example"),
    ]
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(x509.Name(issuer))
        .public_key(key or signing_key().public_key())
        .serial_number(serial)
        .not_valid_before(not_before)
        .not_valid_after(not_before + lifetime - SECOND)
    )
    if names:
        dns = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(dns, critical=False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(signing_key(), hashes.SHA256()).public_bytes(Encoding.DER)


def facts_of(der: bytes) -> CertificateFacts:
    """They can be read."""
    facts = certificate_facts(der)
    assert facts is not None
    return facts


def handshake_of(
    *chain: bytes, trusted: bool = True, store: str = "Mozilla", offer: Offer = Offer.USUAL
) -> Handshake:
    """A completed handshake that presented ``chain``, and one store's verdict on it."""
    reason = TrustReason.TRUSTED if trusted else TrustReason.UNKNOWN_ROOT
    return Handshake(
        offer,
        completed=True,
        chain=tuple(certificate_facts(der) for der in chain),
        chain_der=tuple(base64.b64encode(der).decode() for der in chain),
        verdicts=(StoreVerdict(store, Trust(trusted, reason, ()), public=trusted and store == "Mozilla"),),
    )


def evidence_of(
    *handshakes: Handshake, checks: Checks | None = None, host: str = HOST, now: datetime = NOW
) -> Evidence:
    """Each handshake at an address of its own."""
    observations = tuple(
        Observation(f"192.0.2.{number}:443", Outcome.SERVED, handshakes=(each,))
        for number, each in enumerate(handshakes, 1)
    )
    return Evidence(Target(host), now, observations, checks=checks or Checks())


def with_facts(handshake: Handshake, **changes: object) -> Handshake:
    """The same, with other facts of the leaf."""
    assert handshake.leaf is not None
    leaf = replace(handshake.leaf, **changes)  # type: ignore[arg-type]  # the names are the fields'
    return replace(handshake, chain=(leaf, *handshake.chain[1:]))


def kinds(found: Sequence[Found]) -> list[str]:
    """Their ids."""
    return [each.kind for each in found]


@functools.cache
def weak_rsa_key() -> rsa.RSAPublicKey:
    """1024 bits."""
    return rsa.generate_private_key(65537, 1024).public_key()


@functools.cache
def dsa_key() -> dsa.DSAPublicKey:
    """1024 bits."""
    return dsa.generate_private_key(1024).public_key()
