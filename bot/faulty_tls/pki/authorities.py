"""Authorities: made once, kept in a directory, so that a restarted demo trusts the same roots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from bot.faulty_tls.pki.plan import AUTHORITY_PLANS, PLAN, AuthorityPlan
from bot.faulty_tls.whole_file import write_whole

TEN_YEARS = timedelta(days=3_650)
EXPIRED_SINCE = timedelta(hours=6)


@dataclass(frozen=True)
class Authority:
    """A certificate that signs others, and its key."""

    plan: AuthorityPlan
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    pem_file: Path
    """The certificate without the key."""

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def key_identifier(self) -> x509.AuthorityKeyIdentifier:
        """How what it signs names its key."""
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())

    def signed(self, certificate: x509.Certificate) -> bool:
        """Whether the certificate names it and its key as the issuer."""
        if certificate.issuer != self.certificate.subject:
            return False
        try:
            named = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        except x509.ExtensionNotFound:
            return False
        return named == self.key_identifier


def load_authorities(directory: Path, now: datetime) -> dict[str, Authority]:
    """The authorities of the plan, by name, from ``directory``.

    Made there the first time, and made anew where an older release had another plan.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    authorities: dict[str, Authority] = {}
    for plan in PLAN:
        path = directory / f"{plan.name}.pem"
        kept = _read(plan, path) if path.exists() else None
        if kept is None or not _is_as_planned(kept, authorities):
            _make(plan, authorities, path, now)
            kept = _read(plan, path)
        authorities[plan.name] = kept
    return authorities


def _is_as_planned(kept: Authority, known: Mapping[str, Authority]) -> bool:
    plan = kept.plan
    issuer = known[plan.issuer] if plan.issuer else None
    is_issued = (
        kept.certificate.issuer == _subject(plan) if issuer is None else issuer.signed(kept.certificate)
    )
    return kept.certificate.subject == _subject(plan) and is_issued


def _make(plan: AuthorityPlan, known: Mapping[str, Authority], path: Path, now: datetime) -> None:
    key = known[plan.same_key_as].key if plan.same_key_as else ec.generate_private_key(ec.SECP256R1())
    issuer = known[plan.issuer] if plan.issuer else None
    certificate = _builder(plan, key, issuer, now).sign(issuer.key if issuer else key, hashes.SHA256())
    pem = certificate.public_bytes(Encoding.PEM)
    write_whole(path.with_suffix(".crt"), pem)
    write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + pem)


def _read(plan: AuthorityPlan, path: Path) -> Authority:
    pem = path.read_bytes()
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        message = f"{path} holds a key that this demo did not make"
        raise TypeError(message)
    return Authority(plan, x509.load_pem_x509_certificate(pem), key, path.with_suffix(".crt"))


def _builder(
    plan: AuthorityPlan, key: ec.EllipticCurvePrivateKey, issuer: Authority | None, now: datetime
) -> x509.CertificateBuilder:
    subject = _subject(plan)
    ends = now - EXPIRED_SINCE if plan.expired else now + TEN_YEARS
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - TEN_YEARS / 10)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_key_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is None:
        return builder
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    return (
        builder.add_extension(issuer.key_identifier, critical=False)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(issuer_access(issuer.plan), critical=False)
        .add_extension(distribution_point(issuer.plan), critical=False)
    )


def issuer_access(plan: AuthorityPlan) -> x509.AuthorityInformationAccess:
    """Where a certificate signed by that authority finds its issuer and, if there is one, the OCSP responder."""
    ways = [(AuthorityInformationAccessOID.CA_ISSUERS, plan.certificate_url)]
    if plan.ocsp_url:
        ways.insert(0, (AuthorityInformationAccessOID.OCSP, plan.ocsp_url))
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(method, x509.UniformResourceIdentifier(url)) for method, url in ways]
    )


def distribution_point(plan: AuthorityPlan) -> x509.CRLDistributionPoints:
    """Where a certificate signed by that authority finds the CRL."""
    url = x509.UniformResourceIdentifier(plan.crl_url)
    return x509.CRLDistributionPoints([x509.DistributionPoint([url], None, None, None)])


def _subject(plan: AuthorityPlan) -> x509.Name:
    named = AUTHORITY_PLANS[plan.same_key_as] if plan.same_key_as else plan
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, named.organization),
            x509.NameAttribute(NameOID.COMMON_NAME, named.common_name),
        ]
    )


def _key_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
