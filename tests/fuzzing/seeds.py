"""How the first cases of the corpus were made: good ones of each kind, and the oddities that servers were seen with.

``python -m tests.fuzzing seeds`` writes those that are missing.
"""

import itertools
from collections.abc import Iterator, Sequence
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.fuzzing import pki
from tests.fuzzing.corpus import Case
from tests.fuzzing.mutations import pem_block
from tests.fuzzing.odd_certificates import odd_chains
from tests.fuzzing.pki import CA, DAY, LEAF, NOW, der

GOOD = ocsp.OCSPCertStatus.GOOD
REVOKED = ocsp.OCSPCertStatus.REVOKED
UNKNOWN = ocsp.OCSPCertStatus.UNKNOWN
POLICY = b"""rules:
  - name: production
    applies_to: ["*.example.com"]
    issuers: [Ours]
    keys: [{type: EC secp256r1}, {type: RSA, min_bits: 3072}]
    max_lifetime_days: 47
    names: ["*.example.com"]
    wildcards: false
inventory:
  - {name: Ours, issuers: ["sha256:00"]}
"""


def seeds() -> Iterator[Case]:
    """All of them."""
    for name, chain in odd_chains().items():
        yield Case("chain", name, b"".join(map(pem_block, chain)))
    yield from _answers()
    yield from _lists()
    yield from _issuers()
    yield from _brought()


def _response(
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    since: timedelta = -DAY,
    until: timedelta | None = DAY,
    delegated: bool = False,
    about: x509.Certificate = LEAF,
) -> bytes:
    revoked = status is REVOKED
    builder = ocsp.OCSPResponseBuilder().add_response(
        about,
        CA,
        hashes.SHA1(),  # noqa: S303 - what responders use
        status,
        NOW + since,
        NOW + until if until is not None else None,
        NOW - 2 * DAY if revoked else None,
        x509.ReasonFlags.key_compromise if revoked else None,
    )
    signer, key = (_responder(), pki.RESPONDER_KEY) if delegated else (CA, pki.CA_KEY)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer)
    if delegated:
        builder = builder.certificates([signer])
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _responder() -> x509.Certificate:
    usage = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)
    builder = (
        x509.CertificateBuilder(
            CA.subject, pki.named("Responder"), pki.RESPONDER_KEY.public_key(), 7, NOW - DAY, NOW + DAY
        )
        .add_extension(*usage)
        .add_extension(x509.OCSPNoCheck(), critical=False)
    )
    return builder.sign(pki.CA_KEY, hashes.SHA256(), ecdsa_deterministic=True)


def _answers() -> Iterator[Case]:
    found = {
        "good": _response(),
        "good-by-a-delegate": _response(delegated=True),
        "revoked": _response(REVOKED),
        "unknown-certificate": _response(UNKNOWN),
        "stale-good": _response(since=-9 * DAY, until=-DAY),
        "good-without-end": _response(until=None),
        "dated-ahead": _response(since=DAY, until=2 * DAY),
        "of-another-certificate": _response(about=pki.leaf(serial=77)),
        "try-later": ocsp.OCSPResponseBuilder.build_unsuccessful(
            ocsp.OCSPResponseStatus.TRY_LATER
        ).public_bytes(Encoding.DER),
        "web-page": b"<!DOCTYPE html><title>It works!</title>",
        "empty": b"",
    }
    for name, content in found.items():
        yield Case("staple", name, content)
        yield Case("ocsp", name, content)


def _list(
    *revoked: int, extra: pki.Extensions = (), since: timedelta = -DAY, until: timedelta = DAY
) -> x509.CertificateRevocationList:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(pki.CA_KEY.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(CA.subject)
        .last_update(NOW + since)
        .next_update(NOW + until)
        .add_extension(identifier, critical=False)
        .add_extension(x509.CRLNumber(5), critical=False)
    )
    for value, critical in extra:
        builder = builder.add_extension(value, critical)
    for serial in revoked:
        entry = x509.RevokedCertificateBuilder(serial, NOW - 2 * DAY).add_extension(
            x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(pki.CA_KEY, hashes.SHA256(), ecdsa_deterministic=True)


def _lists() -> Iterator[Case]:
    point = x509.IssuingDistributionPoint(
        full_name=[x509.UniformResourceIdentifier(pki.CRL_URL)],
        relative_name=None,
        only_contains_user_certs=True,
        only_contains_ca_certs=False,
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )
    good = _list()
    found = {
        "good": good.public_bytes(Encoding.DER),
        "good-in-pem": good.public_bytes(Encoding.PEM),
        "two-in-pem": good.public_bytes(Encoding.PEM) * 2,
        "revoked": _list(LEAF.serial_number, 1, 2, 3).public_bytes(Encoding.DER),
        "stale": _list(since=-9 * DAY, until=-DAY).public_bytes(Encoding.DER),
        "delta": _list(extra=[(x509.DeltaCRLIndicator(4), True)]).public_bytes(Encoding.DER),
        "with-distribution-point": _list(extra=[(point, True)]).public_bytes(Encoding.DER),
        "unknown-critical-extension": _list(
            extra=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True)]
        ).public_bytes(Encoding.DER),
        "certificate-instead": LEAF.public_bytes(Encoding.PEM),
        "web-page": b"<html><body>404</body></html>",
    }
    for name, content in found.items():
        yield Case("crl", name, content)


def _issuers() -> Iterator[Case]:
    bundle: Sequence[x509.Certificate] = [CA, pki.ROOT]
    found = {
        "issuer": der(CA),
        "issuer-in-pem": CA.public_bytes(Encoding.PEM),
        "pkcs7": pkcs7.serialize_certificates(list(bundle), Encoding.DER),
        "pkcs7-in-pem": pkcs7.serialize_certificates(list(bundle), Encoding.PEM),
        "leaf-instead": der(LEAF),
        "web-page": b"<html><body>404</body></html>",
    }
    for name, content in found.items():
        yield Case("aia", name, content)


def _brought() -> Iterator[Case]:
    chain = b"".join(map(pem_block, pki.CHAIN))
    text = (
        b"Connecting to 192.0.2.7\nCONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN=api.example.com\n"
        + chain
        + b"---\nAcceptable client certificate CA names\nServer Temp Key: X25519, 253 bits\n---\n"
        b"New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\nALPN protocol: h2\n---\n"
    )
    yield Case("s-client", "openssl-3-5", text)
    alert = b"40E7:error:0A00045C:SSL routines::tlsv13 alert certificate required:../rec_layer_s3.c\n"
    yield Case("s-client", "with-an-alert", text.replace(b"\n", b"\r\n") + alert)
    yield Case("s-client", "leaf-printed-twice", text + pem_block(der(LEAF)))
    yield Case("file", "chain-in-pem", chain)
    yield Case("file", "leaf-in-der", der(LEAF))
    yield Case(
        "file", "block-that-is-no-base64", b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"
    )
    yield Case("file", "trusted-certificate-label", pem_block(der(LEAF), "TRUSTED CERTIFICATE"))
    yield Case("file", "json-nested-too-deep", b"[" * 4_000)
    yield Case("file", "list-of-diagnoses", b"[{}, {}]")
    yield Case("policy", "every-rule", POLICY)
    yield Case("policy", "nested-too-deep", b"[" * 4_000)
    yield Case("policy", "aliases-that-multiply", _aliases())
    yield Case("policy", "merges-that-multiply", _merges())
    yield Case("roots", "ours", pki.ROOT.public_bytes(Encoding.PEM))
    yield Case("roots", "in-der", der(pki.ROOT))
    yield Case("roots", "leaf-instead", LEAF.public_bytes(Encoding.PEM))


def _aliases() -> bytes:
    """Each line is nine times the one before: some hundred bytes that are larger than any memory."""
    return _multiplying("[x, x, x, x, x, x, x, x, x]", "[{}]")


def _merges() -> bytes:
    return _multiplying("{x: 1, y: 2}", "{{<<: [{}]}}")


def _multiplying(first: str, form: str) -> bytes:
    names = "abcdefghij"
    lines = [f"a: &a {first}"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} {form.format(', '.join([f'*{before}'] * 9))}")
    return "\n".join(lines).encode()
