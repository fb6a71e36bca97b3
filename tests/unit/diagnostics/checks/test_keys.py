import functools
import hashlib
import math
import subprocess
import sys

import gmpy2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.diagnostics.checks.keys import MAX_BITS, PUBLISHED, weaknesses
from bot.diagnostics.checks.leaves import NotMade
from tests.certificates_made import dsa_key, make_certificate, signing_key

RFC_9500_P256 = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71v
c75eSOkyMsxFxbFsTNEMTLjVuKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
-----END PUBLIC KEY-----
"""

LARGE = int.from_bytes(b"\x81" + b"".join(hashlib.sha512(bytes([n])).digest() for n in range(11)), "big") | 1
"""5640 bits, as random as they need be."""


def _rsa(n: int, e: int = 65537) -> bytes:
    return make_certificate(key=rsa.RSAPublicNumbers(e, n).public_key())


def _prime_above(start: int) -> int:
    return int(gmpy2.next_prime(start))


def _without_small_factor(start: int) -> int:
    """An odd number that no prime below 65,537 divides: badkeys has nothing to say of it."""
    small = functools.reduce(lambda product, number: product * number, range(3, 65_537, 2), 1)
    while math.gcd(start, small) != 1:
        start += 2
    return start


def test_a_key_whose_private_half_is_published() -> None:
    """Anybody has it, and the source is named."""
    key = serialization.load_pem_public_key(RFC_9500_P256.encode())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    der = make_certificate(key=key)
    found = weaknesses(der)
    assert isinstance(found, tuple)
    assert [(each.weakness, each.private_key_known) for each in found] == [
        ("known key (testECCP256 of RFC 9500)", True)
    ]
    assert found[0].fingerprint == hashlib.sha256(der).hexdigest()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert PUBLISHED[hashlib.sha256(spki).hexdigest()] == "testECCP256"


def test_primes_that_are_close() -> None:
    """Fermat's method finds them."""
    p = _prime_above(1 << 1023)
    found = weaknesses(_rsa(p * _prime_above(p + 2)))
    assert isinstance(found, tuple)
    assert "fermat" in {each.weakness for each in found if each.private_key_known}


def test_a_modulus_with_a_small_factor() -> None:
    """It is a key, and no sound one."""
    found = weaknesses(_rsa(65537 * _prime_above(1 << 2031)))
    assert isinstance(found, tuple)
    assert any(each.weakness.startswith("smallfactors") for each in found)


@pytest.mark.parametrize("modulus", [2**2047, 2**2047 + 2])
def test_a_modulus_that_is_even(modulus: int) -> None:
    """No RSA key has one; what examines the others would divide by zero."""
    found = weaknesses(_rsa(modulus))
    assert isinstance(found, tuple)
    assert [each.weakness for each in found] == ["rsainvalid (even modulus)"]


def test_a_private_exponent_that_is_small() -> None:
    """Wiener's attack finds it."""
    private = rsa.generate_private_key(65537, 2048).private_numbers()
    d = _prime_above(1 << 100)
    e = pow(d, -1, math.lcm(private.p - 1, private.q - 1))
    found = weaknesses(_rsa(private.public_numbers.n, e))
    assert isinstance(found, tuple)
    assert [(each.weakness, each.private_key_known) for each in found] == [("smalld", True)]


def test_sound_keys_have_no_weakness() -> None:
    """Neither RSA, nor EC, nor DSA."""
    sound = rsa.generate_private_key(65537, 2048).public_key()
    for key in (sound, signing_key().public_key(), dsa_key()):
        assert weaknesses(make_certificate(key=key)) == ()


@pytest.mark.parametrize(
    ("der", "reason"),
    [
        (b"junk", "cannot be read"),
        (_rsa((1 << MAX_BITS) + 1), f"over {MAX_BITS} are not examined"),
        (_rsa(_without_small_factor(LARGE), (1 << 5000) + 1), "exponent of 5001 bits"),
    ],
)
def test_keys_that_are_not_examined(der: bytes, reason: str) -> None:
    """Nothing is said of them, and the reason is told."""
    found = weaknesses(der)
    assert isinstance(found, NotMade)
    assert reason in found.reason


def test_badkeys_is_imported_only_when_a_key_is_examined() -> None:
    """So that nothing else waits for it."""
    code = "import bot.diagnostics.checks.run, sys; print({'badkeys', 'pkilint', 'dns', 'yaml'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
