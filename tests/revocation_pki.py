"""A small PKI for tests of revocation: a root, an intermediate, leaves, responses and lists as they are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def named(common_name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@dataclass
class Certified:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """As it is sent."""
        return self.certificate.public_bytes(Encoding.DER)


@dataclass
class Request:
    """What a certificate should be like."""

    subject: str
    ca: bool = False
    serial: int = field(default_factory=x509.random_serial_number)
    ocsp_url: str | None = None
    issuer_url: str | None = None
    crl_urls: Sequence[str] = ()
    extensions: Sequence[x509.ExtensionType] = ()
    begins: datetime = NOW - 30 * DAY
    ends: datetime = NOW + 60 * DAY


def issue(request: Request, issuer: Certified | None = None) -> Certified:
    """A certificate, self-signed without an issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(request.subject))
        .issuer_name(issuer.certificate.subject if issuer else named(request.subject))
        .public_key(key.public_key())
        .serial_number(request.serial)
        .not_valid_before(request.begins)
        .not_valid_after(request.ends)
        .add_extension(x509.BasicConstraints(ca=request.ca, path_length=None), critical=True)
    )
    for extension in (*request.extensions, *_pointers(request)):
        builder = builder.add_extension(extension, critical=False)
    return Certified(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _pointers(request: Request) -> list[x509.ExtensionType]:
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in (
            (AuthorityInformationAccessOID.OCSP, request.ocsp_url),
            (AuthorityInformationAccessOID.CA_ISSUERS, request.issuer_url),
        )
        if url is not None
    ]
    found: list[x509.ExtensionType] = [x509.AuthorityInformationAccess(access)] if access else []
    points = [
        x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
        for url in request.crl_urls
    ]
    return [*found, x509.CRLDistributionPoints(points)] if points else found


def delegate(
    issuer: Certified,
    *,
    usage: bool = True,
    no_check: bool = True,
    begins: datetime = NOW - 30 * DAY,
    ends: datetime = NOW + 60 * DAY,
) -> Certified:
    """A responder that the issuer delegated to, or did not."""
    extensions: list[x509.ExtensionType] = []
    if usage:
        extensions.append(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]))
    if no_check:
        extensions.append(x509.OCSPNoCheck())
    return issue(Request("Responder", extensions=extensions, begins=begins, ends=ends), issuer)


@dataclass
class Response:
    """What an OCSP response should say."""

    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD
    this_update: datetime = NOW - timedelta(hours=1)
    next_update: datetime | None = NOW + 3 * DAY
    revoked_at: datetime | None = None
    reason: x509.ReasonFlags | None = None
    responder: Certified | None = None
    by_name: bool = False
    send_certificate: bool = True
    digest: hashes.HashAlgorithm = field(default_factory=hashes.SHA1)  # what responders use


def respond(about: Certified, issuer: Certified, wanted: Response | None = None) -> bytes:
    """An OCSP response in DER."""
    response = wanted or Response()
    responder = response.responder or issuer
    by = ocsp.OCSPResponderEncoding.NAME if response.by_name else ocsp.OCSPResponderEncoding.HASH
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            about.certificate,
            issuer.certificate,
            response.digest,
            response.status,
            response.this_update,
            response.next_update,
            response.revoked_at,
            response.reason,
        )
        .responder_id(by, responder.certificate)
    )
    if response.responder is not None and response.send_certificate:
        builder = builder.certificates([responder.certificate])
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def revoked(at: datetime, reason: x509.ReasonFlags | None = None, **wanted: datetime | None) -> Response:
    """A response that says revoked."""
    response = Response(status=ocsp.OCSPCertStatus.REVOKED, revoked_at=at, reason=reason)
    for name, value in wanted.items():
        setattr(response, name, value)
    return response


@dataclass
class Revoked:
    """An entry of a list."""

    serial: int
    at: datetime = NOW - timedelta(hours=6)
    reason: x509.ReasonFlags | None = None


def make_list(
    issuer: Certified,
    entries: Sequence[Revoked] = (),
    *,
    this_update: datetime = NOW - timedelta(hours=2),
    next_update: datetime = NOW + 7 * DAY,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
    encoding: Encoding = Encoding.DER,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """A revocation list; extensions with whether they are critical."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(this_update)
        .next_update(next_update)
    )
    for entry in entries:
        revocation = x509.RevokedCertificateBuilder().serial_number(entry.serial).revocation_date(entry.at)
        if entry.reason is not None:
            revocation = revocation.add_extension(x509.CRLReason(entry.reason), critical=False)
        builder = builder.add_revoked_certificate(revocation.build())
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(key or issuer.key, hashes.SHA256()).public_bytes(encoding)


def point(name: str | None = None, **scope: bool) -> x509.IssuingDistributionPoint:
    """The scope of a list (RFC 5280, 5.2.5)."""
    return x509.IssuingDistributionPoint(
        full_name=[x509.UniformResourceIdentifier(name)] if name else None,
        relative_name=None,
        only_contains_user_certs=scope.get("only_contains_user_certs", False),
        only_contains_ca_certs=scope.get("only_contains_ca_certs", False),
        only_some_reasons=frozenset({x509.ReasonFlags.key_compromise}) if scope.get("some_reasons") else None,
        indirect_crl=scope.get("indirect_crl", False),
        only_contains_attribute_certs=scope.get("only_contains_attribute_certs", False),
    )
