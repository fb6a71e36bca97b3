import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from bot.diagnostics.findings.keys import find, is_weak
from bot.diagnostics.model.checks import Checks, KeyWeakness
from tests.certificates_made import (
    dsa_key,
    evidence_of,
    facts_of,
    handshake_of,
    kinds,
    make_certificate,
    weak_rsa_key,
    with_facts,
)


@pytest.mark.parametrize(
    ("key", "bits", "public", "told"),
    [
        ("RSA 2048", 2048, True, []),
        ("RSA 2047", 2047, False, ["key-too-small"]),
        ("RSA 8192", 8192, True, []),
        ("RSA 16384", 16384, True, ["key-too-large"]),
        ("RSA", None, False, []),
        ("EC secp192r1", 192, True, ["key-too-small"]),
        ("EC secp521r1", 521, True, []),
        ("EC secp256k1", 256, True, ["key-uncommon"]),
        ("EC secp256k1", 256, False, []),
        ("Ed25519", 256, True, ["key-uncommon"]),
        ("Ed25519", 256, False, []),
        ("EC with explicit parameters", None, False, ["key-type-refused"]),
        ("DSA 2048", 2048, False, ["key-type-refused"]),
        ("key of algorithm 1.2.3", None, True, ["key-uncommon"]),
    ],
)
def test_types_and_sizes(key: str, bits: int | None, public: bool, told: list[str]) -> None:
    """By what clients accept; a private service may use what its clients know."""
    handshake = handshake_of(make_certificate(), store="Mozilla" if public else "the operator's")
    assert kinds(list(find(evidence_of(with_facts(handshake, key=key, key_bits=bits))))) == told


@pytest.mark.parametrize(
    ("der", "told"),
    [
        (make_certificate(key=weak_rsa_key()), ["key-too-small"]),
        (make_certificate(key=dsa_key()), ["key-type-refused"]),
        (make_certificate(key=ed25519.Ed25519PrivateKey.generate().public_key()), ["key-uncommon"]),
        (make_certificate(key=ec.generate_private_key(ec.SECP256K1()).public_key()), ["key-uncommon"]),
        (make_certificate(), []),
    ],
)
def test_real_keys(der: bytes, told: list[str]) -> None:
    """The same, from certificates."""
    assert kinds(list(find(evidence_of(handshake_of(der))))) == told


@pytest.mark.parametrize(
    ("algorithm", "weak"),
    [
        ("sha1WithRSAEncryption", True),
        ("ecdsa-with-SHA1", True),
        ("dsa-with-sha1", True),
        ("md5WithRSAEncryption", True),
        ("RSASSA-PSS with sha1", True),
        ("sha256WithRSAEncryption", False),
        ("ecdsa-with-SHA384", False),
        ("sha512WithRSAEncryption", False),
        ("ed25519", False),
        ("1.2.3", False),
    ],
)
def test_signatures(algorithm: str, weak: bool) -> None:
    """SHA-1 and older are forged."""
    assert is_weak(algorithm) is weak


def test_a_weak_signature_of_a_root_is_no_matter() -> None:
    """Nobody checks it."""
    handshake = with_facts(handshake_of(make_certificate()), signature="ecdsa-with-SHA1")
    assert kinds(list(find(evidence_of(handshake)))) == ["weak-signature"]
    root = with_facts(handshake, self_issued=True)
    assert kinds(list(find(evidence_of(root)))) == []


def test_known_weaknesses_are_told_where_the_certificate_is_presented() -> None:
    """At each address, and at no other."""
    weak, sound = make_certificate(serial=1), make_certificate(serial=2)
    fingerprint = facts_of(weak).fingerprint_sha256
    checks = Checks(
        weak_keys=(
            KeyWeakness(fingerprint, "fermat", private_key_known=True, source=""),
            KeyWeakness(fingerprint, "rsabias", private_key_known=False, source=""),
        )
    )
    evidence = evidence_of(handshake_of(weak), handshake_of(sound), handshake_of(weak), checks=checks)
    assert [(found.kind, found.evidence["weakness"], found.address) for found in find(evidence)] == [
        ("key-compromised", "fermat", "192.0.2.1:443"),
        ("key-compromised", "fermat", "192.0.2.3:443"),
        ("key-weak", "rsabias", "192.0.2.1:443"),
        ("key-weak", "rsabias", "192.0.2.3:443"),
    ]
