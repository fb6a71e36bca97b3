"""CRLs, OCSP and staples as they are served, parsed and verified."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID
from OpenSSL import SSL

from bot.faulty_tls import EndpointState
from tests.integration.faulty_tls.wire import Ask, Lab, Seen

SHA1, SHA256 = hashes.SHA1(), hashes.SHA256()  # noqa: S303 - CertIDs are commonly made with it
GOOD, REVOKED = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED
DAYS = timedelta(days=1)


async def _crl(lab: Lab, seen: Seen) -> x509.CertificateRevocationList:
    points = seen.leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    (name,) = points[0].full_name or []
    status, der = await lab.fetch(name.value)
    assert status == 200
    return x509.load_der_x509_crl(der)


async def _entry(lab: Lab, seen: Seen) -> x509.RevokedCertificate | None:
    crl = await _crl(lab, seen)
    return crl.get_revoked_certificate_by_serial_number(seen.leaf.serial_number)


def _responder(seen: Seen) -> str:
    access = seen.leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    (url,) = [
        each.access_location.value
        for each in access
        if each.access_method == AuthorityInformationAccessOID.OCSP
    ]
    return str(url)


def _request(seen: Seen, algorithm: hashes.HashAlgorithm, nonce: bytes = b"") -> bytes:
    builder = ocsp.OCSPRequestBuilder().add_certificate(seen.leaf, seen.chain[1], algorithm)
    if nonce:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(Encoding.DER)


async def _ocsp(lab: Lab, seen: Seen) -> ocsp.OCSPResponse:
    status, der = await lab.fetch(_responder(seen), _request(seen, SHA1))
    assert status == 200
    return ocsp.load_der_ocsp_response(der)


def _verify(response: ocsp.OCSPResponse, issuer: x509.Certificate) -> None:
    """By the issuer, or by a responder to which it delegated (RFC 6960, 4.2.2.2)."""
    signer = issuer
    if response.certificates:
        (signer,) = response.certificates
        signer.verify_directly_issued_by(issuer)
        purposes = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert list(purposes) == [ExtendedKeyUsageOID.OCSP_SIGNING]
    key = signer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(SHA256))


@pytest.mark.parametrize("name", ["healthy", "expired", "must-staple", "internal-ca-down", "shadow-pki"])
async def test_every_certificate_has_a_current_crl_of_its_issuer(lab: Lab, name: str) -> None:
    """Signed, around the present, and without an entry for what is not revoked."""
    seen = await lab.see(name)
    crl = await _crl(lab, seen)
    assert crl.issuer == seen.leaf.issuer
    assert crl.last_update_utc <= lab.now <= (crl.next_update_utc or lab.now - DAYS)
    if len(seen.chain) > 1:
        key = seen.chain[1].public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert crl.is_signature_valid(key)
    assert crl.get_revoked_certificate_by_serial_number(seen.leaf.serial_number) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("revoked", None),
        ("revoked-key", x509.ReasonFlags.key_compromise),
        ("half-replaced", x509.ReasonFlags.superseded),
        ("stale-staple", None),
        ("sources-disagree", None),
    ],
)
async def test_what_the_crl_says_of_a_revoked_certificate(
    lab: Lab, name: str, reason: x509.ReasonFlags | None
) -> None:
    """Since two hours ago; the entry gives a reason only where there is one."""
    entry = await _entry(lab, await lab.see(name))
    assert entry is not None
    assert abs(lab.now - entry.revocation_date_utc - timedelta(hours=2)) < timedelta(minutes=1)
    given = [each.value.reason for each in entry.extensions if isinstance(each.value, x509.CRLReason)]
    assert given == ([reason] if reason else [])


@pytest.mark.parametrize(
    "name", ["revoked", "revoked-key", "revoked-by-staple", "half-replaced", "sources-disagree"]
)
async def test_the_replacement_of_a_revoked_certificate_is_not_revoked(lab: Lab, name: str) -> None:
    """It has another serial, and the old one stays in the CRL."""
    old = await lab.see(name)
    lab.set(name, EndpointState.RENEWED)
    new = await lab.see(name)
    crl = await _crl(lab, new)
    assert crl.get_revoked_certificate_by_serial_number(new.leaf.serial_number) is None
    assert crl.get_revoked_certificate_by_serial_number(old.leaf.serial_number) is not None
    lab.set(name, EndpointState.BROKEN)
    assert (await lab.see(name)).leaf == old.leaf


async def test_one_address_still_serves_the_revoked_one(lab: Lab) -> None:
    """The other has the replacement already."""
    old, new = await lab.see("half-replaced"), await lab.see("half-replaced", position=1)
    assert await _entry(lab, old) is not None
    assert await _entry(lab, new) is None
    assert new.leaf.not_valid_before_utc > old.leaf.not_valid_before_utc


@pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
async def test_a_staple_that_says_revoked(lab: Lab, version: int) -> None:
    """Signed by a delegated responder, current, about this certificate."""
    seen = await lab.see("revoked-by-staple", Ask(max_version=version))
    response = ocsp.load_der_ocsp_response(seen.staple)
    _verify(response, seen.chain[1])
    assert response.certificate_status is REVOKED
    assert response.serial_number == seen.leaf.serial_number
    assert response.this_update_utc <= lab.now <= (response.next_update_utc or lab.now - DAYS)
    lab.set("revoked-by-staple", EndpointState.RENEWED)
    mended = await lab.see("revoked-by-staple", Ask(max_version=version))
    assert ocsp.load_der_ocsp_response(mended.staple).certificate_status is GOOD


async def test_a_stale_staple(lab: Lab) -> None:
    """It says good, its time is over, and the responder says revoked by now."""
    seen = await lab.see("stale-staple")
    response = ocsp.load_der_ocsp_response(seen.staple)
    _verify(response, seen.chain[1])
    assert response.certificate_status is GOOD
    assert response.serial_number == seen.leaf.serial_number
    assert response.next_update_utc is not None
    assert response.next_update_utc < lab.now
    assert (await _ocsp(lab, seen)).certificate_status is REVOKED


async def test_a_staple_about_the_former_certificate(lab: Lab) -> None:
    """Properly signed and current, but of another serial; afterwards of the right one."""
    seen = await lab.see("former-staple")
    response = ocsp.load_der_ocsp_response(seen.staple)
    _verify(response, seen.chain[1])
    assert seen.failure == ""
    assert response.certificate_status is GOOD
    assert response.serial_number != seen.leaf.serial_number
    assert response.this_update_utc <= lab.now
    lab.set("former-staple", EndpointState.RENEWED)
    mended = await lab.see("former-staple")
    assert ocsp.load_der_ocsp_response(mended.staple).serial_number == mended.leaf.serial_number


async def test_must_staple(lab: Lab) -> None:
    """The certificate demands it (RFC 7633); the server does it once it is mended."""
    broken = await lab.see("must-staple")
    lab.set("must-staple", EndpointState.RENEWED)
    mended = await lab.see("must-staple")
    for seen in (broken, mended):
        feature = seen.leaf.extensions.get_extension_for_class(x509.TLSFeature).value
        assert list(feature) == [x509.TLSFeatureType.status_request]
    assert broken.staple == b""
    assert ocsp.load_der_ocsp_response(mended.staple).certificate_status is GOOD


async def test_sources_that_disagree(lab: Lab) -> None:
    """The responder says good, and is to be believed by its dates; the CRL is newer, and says revoked."""
    seen = await lab.see("sources-disagree")
    response, crl = await _ocsp(lab, seen), await _crl(lab, seen)
    _verify(response, seen.chain[1])
    assert response.certificate_status is GOOD
    assert response.next_update_utc is not None
    assert response.this_update_utc < crl.last_update_utc < lab.now < response.next_update_utc
    assert await _entry(lab, seen) is not None


async def test_a_responder_that_is_down(lab: Lab) -> None:
    """It answers 503 while the CRL is served; mended, it answers."""
    seen = await lab.see("ocsp-down")
    request = _request(seen, SHA1)
    assert (await lab.fetch(_responder(seen), request))[0] == 503
    assert await _entry(lab, seen) is None
    lab.set("ocsp-down", EndpointState.RENEWED)
    response = await _ocsp(lab, seen)
    _verify(response, seen.chain[1])
    assert response.certificate_status is GOOD


@pytest.mark.parametrize("algorithm", [SHA1, SHA256])
async def test_the_responder_answers_in_the_terms_of_the_question(
    lab: Lab, algorithm: hashes.HashAlgorithm
) -> None:
    """The hash of the CertID and the nonce are the client's."""
    seen = await lab.see("must-staple")
    nonce = b"\x04\x100123456789abcdef"
    status, der = await lab.fetch(_responder(seen), _request(seen, algorithm, nonce))
    response = ocsp.load_der_ocsp_response(der)
    assert status == 200
    assert response.hash_algorithm.name == algorithm.name
    asked = ocsp.load_der_ocsp_request(_request(seen, algorithm))
    assert response.issuer_key_hash == asked.issuer_key_hash
    assert response.issuer_name_hash == asked.issuer_name_hash
    assert response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == nonce


async def test_the_responder_refuses_what_it_cannot_answer(lab: Lab) -> None:
    """Noise, and the certificate of another CA."""
    seen, other = await lab.see("must-staple"), await lab.see("healthy")
    _, der = await lab.fetch(_responder(seen), b"noise")
    assert ocsp.load_der_ocsp_response(der).response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST
    _, der = await lab.fetch(_responder(seen), _request(other, SHA1))
    assert ocsp.load_der_ocsp_response(der).response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED


async def test_all_is_fresh_after_the_clock_moved(lab: Lab) -> None:
    """By 30 days: CRL, responder and staple are around the new present; what was stale still is."""
    lab.clock.advance(30 * DAYS)
    lab.set("must-staple", EndpointState.RENEWED)
    seen = await lab.see("must-staple")
    crl, staple = await _crl(lab, seen), ocsp.load_der_ocsp_response(seen.staple)
    for since, until in (
        (crl.last_update_utc, crl.next_update_utc),
        (staple.this_update_utc, staple.next_update_utc),
    ):
        assert since <= lab.now
        assert until is not None
        assert lab.now < until
    _verify(staple, seen.chain[1])
    stale = ocsp.load_der_ocsp_response((await lab.see("stale-staple")).staple)
    assert stale.next_update_utc is not None
    assert stale.next_update_utc < lab.now
    assert await _entry(lab, await lab.see("revoked")) is not None
