"""The small PKI behind the endpoints: made once, kept in a directory, so that a restarted demo trusts the same root."""

import ipaddress
from collections.abc import Callable
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
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TEN_YEARS = timedelta(days=3_650)
CLOCK_SKEW = timedelta(hours=1)


@dataclass(frozen=True)
class Authority:
    """A certificate that signs others, and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class Issued:
    """A server's certificate and key, with what is sent after it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    def write(self, path: Path) -> None:
        """Key and chain in one PEM file, readable by its owner alone."""
        path.touch(mode=0o600)
        path.write_bytes(
            _key_pem(self.key)
            + b"".join(c.public_bytes(Encoding.PEM) for c in (self.certificate, *self.chain))
        )


@dataclass(frozen=True)
class Validity:
    """From when to when."""

    not_before: datetime
    not_after: datetime


def self_signed_authority(name: str, now: datetime) -> Authority:
    """A root."""
    key = ec.generate_private_key(ec.SECP256R1())
    validity = Validity(now - CLOCK_SKEW, now + TEN_YEARS)
    certificate = _authority_builder(name, key, validity, issuer=_name(name)).sign(key, hashes.SHA256())
    return Authority(certificate, key)


def subordinate_authority(issuer: Authority, name: str, validity: Validity) -> Authority:
    """An intermediate."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _authority_builder(name, key, validity, issuer=issuer.certificate.subject)
    builder = builder.add_extension(_authority_key(issuer), critical=False)
    return Authority(builder.sign(issuer.key, hashes.SHA256()), key)


def issue(issuer: Authority | None, names: tuple[str, ...], validity: Validity) -> Issued:
    """A server's certificate for ``names``; signed by itself where there is no issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(names[0])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.not_before)
        .not_valid_after(validity.not_after)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None:
        builder = builder.add_extension(_authority_key(issuer), critical=False)
    return Issued(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def kept_authority(path: Path, make: Callable[[], Authority]) -> Authority:
    """The authority in ``path`` (key and certificate in PEM), made and written there the first time."""
    if not path.exists():
        made = make()
        path.touch(mode=0o600)
        path.write_bytes(_key_pem(made.key) + made.pem)
    pem = path.read_bytes()
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        message = f"{path} holds a key that this demo did not make"
        raise TypeError(message)
    return Authority(x509.load_pem_x509_certificate(pem), key)


def _authority_builder(
    name: str, key: ec.EllipticCurvePrivateKey, validity: Validity, *, issuer: x509.Name
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
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
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.not_before)
        .not_valid_after(validity.not_after)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _authority_key(issuer: Authority) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
