"""What the servers present, looked at byte by byte: dates, names, keys, chains."""

import importlib
import math
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from bot.faulty_tls import EndpointState
from tests.integration.faulty_tls.wire import Ask, Lab, Seen, common_names, key_of

DAY = timedelta(days=1)
OFFLINE_CHECKS = ("fermat", "roca", "rsainvalid", "smallfactors")
UNCONVINCING = {
    "expired",
    "one-still-old",
    "standby-expired",
    "staging-expired",
    "intermediate-expired",
    "mail-expired",
    "not-yet-valid",
    "unknown-root",
    "untrusted-root-sent",
    "missing-intermediate",
    "self-signed",
    "sha1",
    "wrong-host-name",
}
"""What a strict client refuses for the chain that it is sent."""

SILENT = {"plain-http", "silent", "dribbling", "refused", "many-names"}
"""No chain to look at, or one too large for a client's default."""

MAIL = Ask(greeting=[b"EHLO client\r\n", b"STARTTLS\r\n"])


def _verify(lab: Lab, seen: Seen, host: str) -> None:
    files = (*lab.endpoints.trust_anchor_files, *lab.endpoints.public_anchor_files)
    roots = [x509.load_pem_x509_certificate(file.read_bytes()) for file in files]
    builder = PolicyBuilder().store(Store(roots)).time(lab.now)
    builder.build_server_verifier(x509.DNSName(host)).verify(seen.leaf, seen.chain[1:])


async def test_a_strict_client_refuses_what_is_wrong_with_the_chain_and_nothing_else(lab: Lab) -> None:
    """A verifier of the web's rules, given the demo's roots, is convinced by exactly the other endpoints."""
    refused = set()
    for endpoint in lab.endpoints.endpoints:
        if endpoint.name in SILENT:
            continue
        seen = await lab.see(endpoint.name, MAIL if endpoint.starttls else None)
        try:
            _verify(lab, seen, endpoint.host)
        except VerificationError:
            refused.add(endpoint.name)
    assert refused == UNCONVINCING


async def test_a_strict_client_accepts_every_mended_endpoint(lab: Lab) -> None:
    """Under both of its names; also those that spoke no TLS before."""
    for endpoint in lab.endpoints.endpoints:
        lab.set(endpoint.name, EndpointState.RENEWED)
        for position in range(endpoint.addresses):
            seen = await lab.see(endpoint.name, MAIL if endpoint.starttls else None, position=position)
            for name in endpoint.names:
                _verify(lab, seen, name)


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("expired", -90.25, -0.25),
        ("mail-expired", -90.25, -0.25),
        ("expires-soon", -87, 3),
        ("not-yet-valid", 90, 180),
        ("careless-issuance", -20, 880),
        ("healthy", -20, 70),
    ],
)
async def test_when_a_certificate_is_valid(lab: Lab, name: str, since: float, until: float) -> None:
    """In days from now."""
    seen = await lab.see(name, MAIL if name == "mail-expired" else None)
    assert abs(seen.leaf.not_valid_before_utc - lab.now - since * DAY) < timedelta(minutes=1)
    assert abs(seen.leaf.not_valid_after_utc - lab.now - until * DAY) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("healthy", ["Example Demo Issuing CA E1"]),
        ("missing-intermediate", []),
        ("self-signed", []),
        ("unknown-root", ["Example Lab Issuing CA"]),
        ("untrusted-root-sent", ["Example Lab Issuing CA", "Example Lab Root CA"]),
        ("wrong-order", ["Example Demo Policy CA P1", "Example Demo Issuing CA P2"]),
        ("cross-sign-expired", ["Example Demo Issuing CA N1", "Example Demo Root R2"]),
        ("intermediate-expired", ["Example Demo Issuing CA E3"]),
        ("shadow-pki", []),
    ],
)
async def test_what_is_sent_after_the_leaf(lab: Lab, name: str, sent: list[str]) -> None:
    """In this order."""
    assert common_names((await lab.see(name)).chain) == sent


async def test_the_wrong_order_is_put_right(lab: Lab) -> None:
    """The issuer comes first then."""
    lab.set("wrong-order", EndpointState.RENEWED)
    sent = common_names((await lab.see("wrong-order")).chain)
    assert sent == ["Example Demo Issuing CA P2", "Example Demo Policy CA P1"]


async def test_the_expired_intermediate_signed_the_valid_leaf(lab: Lab) -> None:
    """Only the one in the middle is past its time."""
    leaf, intermediate = (await lab.see("intermediate-expired")).chain
    leaf.verify_directly_issued_by(intermediate)
    assert intermediate.not_valid_after_utc < lab.now < leaf.not_valid_after_utc


async def test_the_expired_cross_certificate_stands_beside_a_good_path(lab: Lab) -> None:
    """It is for the key of a root that newer clients have, and signed by the root that older ones have."""
    _, intermediate, cross = (await lab.see("cross-sign-expired")).chain
    old, new = (
        x509.load_pem_x509_certificate(lab.endpoints.pki.pem_file(name).read_bytes())
        for name in ("root", "new-root")
    )
    cross.verify_directly_issued_by(old)
    intermediate.verify_directly_issued_by(new)
    assert cross.public_key() == new.public_key()
    assert cross.not_valid_after_utc < lab.now < new.not_valid_after_utc


async def test_the_missing_intermediate_can_be_fetched(lab: Lab) -> None:
    """The leaf says where, and what is there issued it."""
    leaf = (await lab.see("missing-intermediate")).leaf
    access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    (url,) = [each.access_location.value for each in access]
    status, der = await lab.fetch(url)
    assert status == 200
    leaf.verify_directly_issued_by(x509.load_der_x509_certificate(der))


async def test_the_sha1_signature_verifies(lab: Lab) -> None:
    """It is weak, not broken."""
    leaf, issuer = (await lab.see("sha1")).chain
    assert isinstance(leaf.signature_hash_algorithm, hashes.SHA1)
    key = issuer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(leaf.signature, leaf.tbs_certificate_bytes, ec.ECDSA(hashes.SHA1()))  # noqa: S303 - that is what is wrong there


async def test_keys(lab: Lab) -> None:
    """One is too short, and of one both primes are found in a step of Fermat's method."""
    assert key_of((await lab.see("healthy")).leaf) == "ecdsa 256"
    assert key_of((await lab.see("weak-key")).leaf) == "rsa 1024"
    known = (await lab.see("known-key")).leaf.public_key()
    assert isinstance(known, rsa.RSAPublicKey)
    modulus = known.public_numbers().n
    assert modulus.bit_length() == 2048
    middle = math.isqrt(modulus) + 1
    difference = math.isqrt(middle**2 - modulus)
    assert (middle - difference) * (middle + difference) == modulus


async def test_the_known_key_is_found_by_a_checker(lab: Lab) -> None:
    """Its checks name Fermat's method without its downloaded list; a good key is none that it knows."""
    known, healthy = (await lab.see("known-key")).leaf, (await lab.see("healthy")).leaf
    pem, checkcrt = Encoding.PEM, importlib.import_module("badkeys.checks").checkcrt
    assert set(checkcrt(known.public_bytes(pem).decode(), checks=OFFLINE_CHECKS)["results"]) == {"fermat"}
    assert not checkcrt(healthy.public_bytes(pem).decode(), checks=OFFLINE_CHECKS)["results"]


async def test_names(lab: Lab) -> None:
    """Of another host, ten thousand, and some that must not be taken at their word."""
    assert (await lab.see("wrong-host-name")).names == ["www.example.net"]
    assert "<!channel>.example.com" in (await lab.see("strange-name")).names
    (organization,) = (await lab.see("strange-name")).leaf.subject.get_attributes_for_oid(
        x509.NameOID.ORGANIZATION_NAME
    )
    assert {"\u202e", "\x1b"} <= set(organization.value)
    assert "excessive message size" in (await lab.see("many-names")).failure


async def test_the_careless_certificate_breaks_the_profile(lab: Lab) -> None:
    """Its common name is no host, it has an OU and no key usage (BR 7.1.2.7)."""
    leaf = (await lab.see("careless-issuance")).leaf
    attributes = {attribute.oid: attribute.value for attribute in leaf.subject}
    assert attributes[x509.NameOID.COMMON_NAME] == "Example Web Server"
    assert x509.NameOID.ORGANIZATIONAL_UNIT_NAME in attributes
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_class(x509.KeyUsage)


async def test_each_key_type_has_its_own_certificate(lab: Lab) -> None:
    """Of two, only one was renewed; mending renews the other."""
    only_rsa = Ask(max_version=0x0303, ciphers=b"aRSA:@SECLEVEL=0")
    ecdsa, old = await lab.see("rsa-not-renewed"), await lab.see("rsa-not-renewed", only_rsa)
    assert (key_of(ecdsa.leaf), key_of(old.leaf)) == ("ecdsa 256", "rsa 2048")
    assert old.leaf.not_valid_after_utc < lab.now < ecdsa.leaf.not_valid_after_utc
    lab.set("rsa-not-renewed", EndpointState.RENEWED)
    new = await lab.see("rsa-not-renewed", only_rsa)
    assert new.leaf.not_valid_after_utc > lab.now
    assert new.leaf.public_key() != old.leaf.public_key()


async def test_a_replacement_can_lose_a_name_and_a_purpose(lab: Lab) -> None:
    """It is valid for the host, and no longer for its other name, nor as a client's."""
    ask = Ask(max_version=0x0303)
    before = await lab.see("client-certificate", ask)
    lab.set("client-certificate", EndpointState.RENEWED_LOST_NAME)
    after = await lab.see("client-certificate", ask)
    assert before.names == ["mtls.example.com", "mtls-eu.example.com"]
    assert after.names == ["mtls.example.com"]
    assert ExtendedKeyUsageOID.CLIENT_AUTH in _purposes(before)
    assert ExtendedKeyUsageOID.CLIENT_AUTH not in _purposes(after)
    _verify(lab, after, "mtls.example.com")


def _purposes(seen: Seen) -> list[x509.ObjectIdentifier]:
    return list(seen.leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
