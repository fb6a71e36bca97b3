"""Whose signature a certificate bears."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.diagnostics.certificates.signatures import MAX_RSA_BITS, bears_signature_of
from tests.fuzzing.pki import DAY, NOW, named

EXPONENT = 65_537


def _key(one: int, other: int) -> rsa.RSAPrivateKey:
    """Of two Mersenne primes: large, and made in no time."""
    p, q = 2**one - 1, 2**other - 1
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(EXPONENT, p * q)
    ).private_key(unsafe_skip_rsa_key_validation=True)


@pytest.mark.parametrize(("primes", "counts"), [((3217, 4253), True), ((4253, 4423), False)])
def test_the_signature_of_a_key_that_is_too_large_is_not_checked(
    primes: tuple[int, int], counts: bool
) -> None:
    """It would take long, and no CA has such a key: over 8192 bits it does not count, although it is right."""
    key = _key(*primes)
    assert (key.key_size <= MAX_RSA_BITS) is counts
    name = named("Large")
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + DAY).sign(
        key, hashes.SHA256()
    )
    certificate.verify_directly_issued_by(certificate)
    assert bears_signature_of(certificate, certificate) is counts
