import base64
import hashlib
import time
import timeit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics.certificates.der import DerError, dotted
from bot.diagnostics.certificates.facts import MAX_NAMES, certificate_facts
from bot.diagnostics.certificates.names import alternative_names
from bot.diagnostics.certificates.structure import algorithm_of, certificate_structure
from tests.certificates_made import HOST, dsa_key, facts_of, make_certificate, signing_key

URL = "http://ca.example/it"
RICH = (
    x509.BasicConstraints(ca=False, path_length=None),
    x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, x509.ObjectIdentifier("1.2.3.4")]),
    x509.TLSFeature([x509.TLSFeatureType.status_request]),
    x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(URL)),
            x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{URL}/ca")
            ),
        ]
    ),
    x509.CRLDistributionPoints(
        [x509.DistributionPoint([x509.UniformResourceIdentifier(f"{URL}/crl")], None, None, None)]
    ),
)
CERTIFICATE = make_certificate(extensions=RICH)

EXPLICIT_CURVE = (
    "MIICFzCCAcygAwIBAgIUP81KfMn1hlaiXR1WYMMtPmKANakwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQZXhwbGljaXQuZXhhbXBs"
    "ZTAeFw0yNjExMjQyMjQ4MjhaFw0yNjEyMDMyMjQ4MjhaMBsxGTAXBgNVBAMMEGV4cGxpY2l0LmV4YW1wbGUwgfMwgbwGByqGSM49"
    "AgEwgbACAQEwJAYHKoZIzj0BAQIZAP/////////////////////////+///uNzA0BBgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
    "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwQxBNtP8Q7AV+muJrB9AoC39DQdpdGx6uBsfZsvL22cViinhEFj0BW+hjRAgqqI2V4v"
    "nQIZAP///////////////iby/BcPaUZqdN79jQIBAQMyAATsFBMcLTbBtKpjXya7VHaZ03UQZt0fm6+caKkg0v3YPiAhPDAH6vsd"
    "iMPhZlfcuWOjUzBRMB0GA1UdDgQWBBSdxqndk6ex/rr/xFYaCSfSoWCzjTAfBgNVHSMEGDAWgBSdxqndk6ex/rr/xFYaCSfSoWCz"
    "jTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCAzkAMDYCGQCwW/2RR9BI6DgRQPcSeU712OkabETfI1QCGQChVA5iSUraxUUC"
    "cpWuRnJKzzyfvO12Qek="
)
"""Made by ``openssl ecparam -name secp192k1 -param_enc explicit -genkey`` and ``openssl req -x509``."""


def _with_oid_value_spoilt(der: bytes, oid: str) -> bytes:
    """The first byte of the extension's value, made a tag that fits nothing."""
    value = next(each.value for each in certificate_structure(der).extensions if dotted(each.oid) == oid)
    at = der.index(value)
    return der[:at] + b"\x31" + der[at + 1 :]


def test_every_field_of_a_good_certificate() -> None:
    """Each is what the certificate says."""
    facts = facts_of(CERTIFICATE)
    spki = signing_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert facts.subject_name == HOST
    assert facts.issuer_name == "Issuer of Example"
    assert facts.issuer_organization == "Certs of Example"
    assert facts.serial == "1267"
    assert facts.fingerprint_sha256 == hashlib.sha256(CERTIFICATE).hexdigest()
    assert facts.spki_sha256 == hashlib.sha256(spki).hexdigest()
    assert (facts.names, facts.name_count) == ((HOST,), 1)
    assert (facts.is_ca, facts.self_issued) == (False, False)
    assert (facts.key, facts.key_bits) == ("EC secp256r1", 256)
    assert facts.signature == "ecdsa-with-SHA256"
    assert facts.purposes == ("serverAuth", "1.2.3.4")
    assert facts.must_staple
    assert (facts.ocsp_urls, facts.issuer_urls, facts.crl_urls) == ((URL,), (f"{URL}/ca",), (f"{URL}/crl",))
    assert facts.unreadable == ()


@given(st.binary(max_size=400))
def test_any_bytes(der: bytes) -> None:
    """They are no certificate."""
    assert certificate_facts(der) is None


@given(st.lists(st.tuples(st.integers(0, len(CERTIFICATE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_certificate_with_wrong_bytes(changes: list[tuple[int, int]]) -> None:
    """Facts come out as far as they go, and the parts that could not be read are few and named."""
    damaged = bytearray(CERTIFICATE)
    for position, byte in changes:
        damaged[position] = byte
    facts = certificate_facts(bytes(damaged))
    assert facts is None or all(part for part in facts.unreadable)


@given(st.integers(0, len(CERTIFICATE)))
def test_a_certificate_that_is_cut_off(length: int) -> None:
    """Only the whole one is one."""
    assert (certificate_facts(CERTIFICATE[:length]) is not None) is (length == len(CERTIFICATE))


@pytest.mark.parametrize(
    ("oid", "label"),
    [
        ("2.5.29.19", "basicConstraints"),
        ("2.5.29.37", "extKeyUsage"),
        ("1.3.6.1.5.5.7.1.24", "tlsFeature"),
        ("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
        ("2.5.29.31", "cRLDistributionPoints"),
        ("2.5.29.17", "subjectAltName"),
    ],
)
def test_one_damaged_extension_spoils_only_itself(oid: str, label: str) -> None:
    """The others are read, and the damaged one is named."""
    facts = facts_of(_with_oid_value_spoilt(CERTIFICATE, oid))
    assert facts.unreadable == (label,)
    assert facts.must_staple is (label != "tlsFeature")
    assert facts.crl_urls == (() if label == "cRLDistributionPoints" else (f"{URL}/crl",))
    assert facts.names == (() if label == "subjectAltName" else (HOST,))


def test_an_extension_that_stands_twice() -> None:
    """The first counts, and it is told."""
    usage = bytes.fromhex("551d25")
    twice = CERTIFICATE.replace(bytes.fromhex("551d1f"), usage)
    facts = facts_of(twice)
    assert facts.purposes == ("serverAuth", "1.2.3.4")
    assert facts.unreadable == ("extKeyUsage (it stands twice)",)


def test_a_negative_serial() -> None:
    """It is shown with its sign."""
    serial = bytes.fromhex("02021267")
    facts = facts_of(CERTIFICATE.replace(serial, bytes.fromhex("02029267"), 1))
    assert facts.serial == "-6d99"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"<!channel>.ab.c", "<!channel>.ab.c"),
        (b"\x1b[2J.example.c", "U+001B[2J.example.c"),
        ("\u202eelpmaxe.ipa".encode(), "U+202Eelpmaxe.ipa"),
        (b"\xff\xfe.example.com", "\\xff\\xfe.example.com"),
    ],
)
def test_names_that_no_host_has(content: bytes, shown: str) -> None:
    """They are shown, visibly; bytes that are not ASCII are told of as well."""
    place = CERTIFICATE.rindex(HOST.encode())
    facts = facts_of(CERTIFICATE[:place] + content.ljust(len(HOST), b"x") + CERTIFICATE[place + len(HOST) :])
    assert facts.names[0].startswith(shown)
    assert bool(facts.unreadable) is not content.isascii()


def test_ten_thousand_names() -> None:
    """They are counted, some are kept, and it takes less than the event loop may be blocked."""
    der = make_certificate([f"host{number}.example.com" for number in range(10_000)])
    facts = facts_of(der)
    assert (
        min(timeit.repeat(lambda: certificate_facts(der), timer=time.process_time, number=1, repeat=5)) < 0.05
    )
    assert (facts.name_count, len(facts.names)) == (10_000, MAX_NAMES)


def test_a_key_of_an_unknown_algorithm() -> None:
    """The algorithm is named, and the key is told apart from others by the certificate's own bytes."""
    unknown = CERTIFICATE.replace(bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d020f"), 1)
    facts = facts_of(unknown)
    assert facts.key == "key of algorithm 1.2.840.10045.2.15"
    assert facts.spki_sha256 == hashlib.sha256(certificate_structure(unknown).spki).hexdigest()
    assert facts.unreadable == ("public key",)


def test_an_elliptic_curve_that_no_library_knows() -> None:
    """The curve is named by its identifier."""
    curve = bytes.fromhex("2a8648ce3d030107")
    facts = facts_of(CERTIFICATE.replace(curve, curve[:-1] + b"\x7f", 1))
    assert facts.key == "EC curve 1.2.840.10045.3.1.127"


def test_explicit_curve_parameters() -> None:
    """They are told as such, whatever curve they describe."""
    facts = facts_of(base64.b64decode(EXPLICIT_CURVE))
    assert (facts.key, facts.key_bits, facts.unreadable) == ("EC with explicit parameters", None, ())


def test_keys_of_each_kind() -> None:
    """Type and size."""
    assert facts_of(make_certificate(key=ed25519.Ed25519PrivateKey.generate().public_key())).key == "Ed25519"
    curve = ec.generate_private_key(ec.SECP384R1()).public_key()
    assert facts_of(make_certificate(key=curve)).key == "EC secp384r1"
    facts = facts_of(make_certificate(key=dsa_key()))
    assert (facts.key, facts.key_bits) == ("DSA 1024", 1024)


def test_a_huge_rsa_key() -> None:
    """Its size is told, and it takes no time."""
    key = rsa.RSAPublicNumbers(65537, (1 << 32_767) + 1).public_key()
    der = make_certificate(key=key)
    facts = facts_of(der)
    assert (
        min(timeit.repeat(lambda: certificate_facts(der), timer=time.process_time, number=1, repeat=5)) < 0.05
    )
    assert (facts.key, facts.key_bits) == ("RSA 32768", 32_768)


def test_an_rsa_key_that_the_library_refuses() -> None:
    """Its size is read from the bytes."""
    der = make_certificate(key=rsa.RSAPublicNumbers(65537, (1 << 2047) + 1).public_key())
    even = der.replace(
        b"\x80" + bytes(254) + b"\x01\x02\x03\x01\x00\x01", b"\x80" + bytes(255) + b"\x02\x03\x01\x00\x01"
    )
    refused = even.replace(b"\x02\x03\x01\x00\x01\xa3", b"\x02\x03\x00\x00\x00\xa3")
    facts = facts_of(refused)
    assert facts.key == "RSA 2048"


@given(st.binary(max_size=60))
def test_any_bytes_for_names(value: bytes) -> None:
    """They are read or refused."""
    for each in (value, bytes((0x30, len(value))) + value):
        try:
            found = alternative_names(each)
        except DerError:
            continue
        assert len(found.dns) + len(found.addresses) <= len(value)


def test_a_name_of_more_than_127_bytes() -> None:
    """Its length takes more than one byte."""
    name = ".".join(["a" * 60] * 3)
    assert facts_of(make_certificate([HOST, name, HOST])).names == (HOST, name, HOST)


@given(st.binary(max_size=60))
def test_any_bytes_for_a_public_key(spki: bytes) -> None:
    """They are read or refused."""
    try:
        algorithm, _, _ = algorithm_of(spki)
    except DerError:
        return
    assert dotted(algorithm)
