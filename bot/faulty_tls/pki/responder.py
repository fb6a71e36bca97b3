"""An OCSP responder (RFC 6960), and the responses that servers staple."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bot.clock import Clock
from bot.faulty_tls.pki.authorities import Authority
from bot.faulty_tls.pki.ledger import Ledger, Revocation

SIGNER_LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when a response counts, seen from the present."""

    since: timedelta
    until: timedelta


CURRENT = Window(timedelta(minutes=-30), timedelta(days=3))
LAGGING = Window(timedelta(hours=-20), timedelta(days=4))
"""Older than any CRL here, and still to be believed: what a responder says that has not heard of a revocation."""

STALE = Window(timedelta(days=-8), timedelta(days=-1))


@dataclass(frozen=True)
class _Signer:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Responder:
    """Signs responses for the authorities that have a responder.

    Args:
        authorities: By name.
        ledger: What is revoked.
        clock: Responses are made around its present.
    """

    def __init__(self, authorities: Mapping[str, Authority], ledger: Ledger, clock: Clock) -> None:
        self._authorities = authorities
        self._ledger = ledger
        self._clock = clock
        self._signers: dict[str, _Signer] = {}

    def answer(self, name: str, request: bytes) -> bytes:
        """The response, in DER, of the authority of this name to a request in DER."""
        try:
            asked = ocsp.load_der_ocsp_request(request)
            serial, algorithm = asked.serial_number, asked.hash_algorithm
        except (ValueError, NotImplementedError):
            return _refusal(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        issuer = self._authorities[name]
        if asked.issuer_key_hash != _key_hash(issuer, algorithm):
            return _refusal(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        nonce = [
            extension.value for extension in asked.extensions if isinstance(extension.value, x509.OCSPNonce)
        ]
        return self._response(name, serial, self._ledger.revocation(name, serial), None, algorithm, nonce)

    def staple(self, name: str, serial: int) -> bytes:
        """What the responder says now of a certificate."""
        return self._response(name, serial, self._ledger.revocation(name, serial), None)

    def stale_good(self, name: str, serial: int) -> bytes:
        """What it said a week ago, before the certificate was revoked."""
        return self._response(name, serial, None, STALE)

    def _response(
        self,
        name: str,
        serial: int,
        revocation: Revocation | None,
        window: Window | None,
        algorithm: hashes.HashAlgorithm | None = None,
        nonces: list[x509.OCSPNonce] | None = None,
    ) -> bytes:
        issuer, signer = self._authorities[name], self._signer(name)
        unheard_of = revocation is not None and not revocation.responder_knows
        told = None if unheard_of else revocation
        if window is None:
            window = LAGGING if unheard_of else CURRENT
        now = self._clock.now()
        hashed_with = algorithm or hashes.SHA1()  # noqa: S303 - CertIDs are commonly made with it (RFC 5019, 2.1.1)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                issuer_name_hash=_digest(issuer.certificate.subject.public_bytes(), hashed_with),
                issuer_key_hash=_key_hash(issuer, hashed_with),
                serial_number=serial,
                algorithm=hashed_with,
                cert_status=ocsp.OCSPCertStatus.REVOKED if told else ocsp.OCSPCertStatus.GOOD,
                this_update=now + window.since,
                next_update=now + window.until,
                revocation_time=told.at if told else None,
                revocation_reason=told.reason if told else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
        )
        if signer.certificate != issuer.certificate:
            builder = builder.certificates([signer.certificate])
        for nonce in nonces or ():
            builder = builder.add_extension(nonce, critical=False)
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _signer(self, name: str) -> _Signer:
        issuer = self._authorities[name]
        if not issuer.plan.delegates:
            return _Signer(issuer.certificate, issuer.key)
        now = self._clock.now()
        signer = self._signers.get(name)
        if signer is None or signer.certificate.not_valid_after_utc - now < timedelta(days=1):
            signer = self._signers[name] = _delegated(issuer, now)
        return signer


def _delegated(issuer: Authority, now: datetime) -> _Signer:
    """A responder's own certificate (RFC 6960, section 4.2.2.2)."""
    key = ec.generate_private_key(ec.SECP256R1())
    common_name = f"{issuer.plan.common_name} OCSP responder"
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))  # a stale response was signed by one that was valid then
        .not_valid_after(now + SIGNER_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        .add_extension(x509.OCSPNoCheck(), critical=False)
        .add_extension(issuer.key_identifier, critical=False)
    )
    return _Signer(builder.sign(issuer.key, hashes.SHA256()), key)


def _key_hash(issuer: Authority, algorithm: hashes.HashAlgorithm) -> bytes:
    """The hash of the key's bits alone, without its algorithm (RFC 6960, section 4.1.1)."""
    point = issuer.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _digest(point, algorithm)


def _digest(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def _refusal(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
