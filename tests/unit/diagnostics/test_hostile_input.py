"""Whatever bytes a server sends, a diagnosis comes out."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics import Target, TrustReason, TrustStore
from bot.diagnostics.address_rules import is_forbidden
from bot.diagnostics.certificates.facts import certificate_facts
from bot.diagnostics.trust.judge import judge, matches
from bot.diagnostics.visible_text import visible

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = TrustStore((), "none")


def _certificate(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("api.example.com")]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


VALID = _certificate("api.example.com")


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_any_bytes_for_a_chain(chain: list[bytes]) -> None:
    """They are no certificate, and that is the verdict."""
    for der in chain:
        certificate_facts(der)
    assert judge(chain, Target("api.example.com"), STORE, NOW).reason is TrustReason.UNREADABLE


@given(st.integers(min_value=0, max_value=len(VALID) - 1), st.integers(min_value=0, max_value=255))
def test_a_certificate_with_one_wrong_byte(position: int, byte: int) -> None:
    """It is judged or called unreadable; it is never trusted."""
    damaged = VALID[:position] + bytes([byte]) + VALID[position + 1 :]
    certificate_facts(damaged)
    assert not judge([damaged], Target("api.example.com"), STORE, NOW).trusted


def test_a_certificate_that_cannot_be_read_in_the_middle_of_a_chain() -> None:
    """Each is parsed by itself: the leaf is judged all the same."""
    trust = judge([VALID, b"junk", VALID], Target("api.example.com"), STORE, NOW)
    assert trust.reason is TrustReason.SELF_SIGNED


def test_names_in_certificates_are_made_visible() -> None:
    """No escape sequence and no turned-around text comes through."""
    facts = certificate_facts(_certificate("\u202eelpmaxe\x1b[2J<!channel>"))
    assert facts is not None
    assert facts.subject_name == "U+202EelpmaxeU+001B[2J<!channel>"


@given(st.text(max_size=500))
def test_visible_text_is_printable_and_bounded(text: str) -> None:
    """Whatever it was."""
    shown = visible(text, 100)
    assert len(shown) <= 100
    assert not any(ord(character) < 32 or 0x202A <= ord(character) <= 0x202E for character in shown)


@pytest.mark.parametrize(
    ("name", "host", "stands"),
    [
        ("api.example.com", "api.example.com", True),
        ("API.EXAMPLE.COM", "api.example.com", True),
        ("*.example.com", "api.example.com", True),
        ("*.example.com", "a.b.example.com", False),
        ("*.example.com", "example.com", False),
        ("*.com", "example.com", False),
        ("a*.example.com", "api.example.com", False),
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_names_stand_for_hosts_as_rfc_9525_says(name: str, host: str, stands: bool) -> None:
    """A wildcard is one whole label, and an address is no name."""
    assert matches(name, Target(host)) is stands


@pytest.mark.parametrize(
    ("address", "forbidden"),
    [
        ("169.254.169.254", True),
        ("::ffff:169.254.169.254", True),
        ("fe80::1%eth0", True),
        ("fd00:ec2::254", True),
        ("0.0.0.0", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("2001:db8::1", False),
    ],
)
def test_addresses_that_nobody_may_make_the_bot_reach(address: str, forbidden: bool) -> None:
    """Link-local and cloud metadata; private ones are what people run their services on."""
    assert is_forbidden(address) is forbidden
