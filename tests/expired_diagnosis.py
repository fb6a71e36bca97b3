"""A diagnosis of a certificate that has expired on two addresses, made without a network."""

import base64
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.diagnostics import (
    Diagnosis,
    Finding,
    Handshake,
    Observation,
    Offer,
    Outcome,
    Severity,
    StoreVerdict,
    Timings,
    Trust,
    TrustReason,
    parse_target,
)
from bot.diagnostics.certificates.facts import certificate_facts

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ADDRESSES = ("192.0.2.1:443", "192.0.2.2:443")


def _certificate_der() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.example.com")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0x1234)
        .not_valid_before(AT - timedelta(days=90))
        .not_valid_after(AT - timedelta(hours=6))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


def expired_diagnosis() -> Diagnosis:
    """Both addresses present the same self-signed leaf of ``api.example.com``."""
    der = _certificate_der()
    trust = Trust(trusted=False, reason=TrustReason.EXPIRED_LEAF, path=("api.example.com",))
    handshake = Handshake(
        offer=Offer.USUAL,
        completed=True,
        protocol="TLSv1.3",
        chain=(certificate_facts(der),),
        chain_der=(base64.b64encode(der).decode(),),
        verdicts=(StoreVerdict("Mozilla", trust),),
    )
    observations = tuple(
        Observation(
            address=address,
            outcome=Outcome.SERVED,
            handshakes=(handshake,),
        )
        for address in ADDRESSES
    )
    finding = Finding(
        "leaf-expired", Severity.ERROR, "The certificate expired.", "Renew it.", "RFC 5280", ADDRESSES
    )
    return Diagnosis(
        target=parse_target("api.example.com"),
        at=AT,
        vantage="seen from a test",
        observations=observations,
        findings=(finding,),
        verdict="The certificate expired on all 2 addresses seen from here.",
        timings=Timings(total_ms=9.0),
    )
