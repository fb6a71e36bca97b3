"""Known weaknesses of public keys, by badkeys' checks that need no download and by a list of published keys."""

import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import dsa, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.diagnostics.certificates.der import DerError
from bot.diagnostics.certificates.extensions import UNPARSABLE
from bot.diagnostics.certificates.structure import certificate_structure
from bot.diagnostics.checks.leaves import NotMade
from bot.diagnostics.model.checks import KeyWeakness

MAX_BITS = 16_384
"""Of a key that is checked. OpenSSL refuses to use larger ones."""

MAX_BITS_FOR_LARGE_EXPONENT = 4096
"""The check of a private exponent that is too small takes 0.1 s at this size, and 47 s at eight times it."""

BADKEYS = "https://badkeys.info/docs/"
RFC_9500 = "RFC 9500, 2"
RFC_8017 = "RFC 8017, 3.1"

PUBLISHED = {
    "8fb6bad671cfe698393c453357da61b56d757ab8c0f3fb9c87f2849e63131878": "testRSA2048",
    "b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e": "testECCP256",
    "c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a": "testECCP384",
    "acb1b8327fef995e2458fdf5e3c33b2dc0749feabd6a894cb9bda9d70ac06c24": "testECCP521",
}
"""Keys whose private half stands in RFC 9500, by SHA-256 of the subjectPublicKeyInfo."""

_CHECKS = ("fermat", "roca", "rsainvalid", "rsapoly", "sharedprimes", "smallfactors", "rsabias")
"""badkeys' checks of RSA. `blocklist` ends the process where its download is missing; `rsawarnings` is about sizes,
which are judged elsewhere; `pattern` and `xzbackdoor` are known for false alarms. `smalld` is added by size."""

_BROKEN = {"fermat", "roca", "rsapoly", "sharedprimes", "smalld", "dsasparse"}
"""Checks that mean that anybody can compute the private key."""


def weaknesses(der: bytes) -> tuple[KeyWeakness, ...] | NotMade:
    """The known weaknesses of the key in ``der``.

    Takes up to 0.2 s of processor time, on a hostile key; the first call imports badkeys (0.1 s). Runs in a thread.
    """
    fingerprint = hashlib.sha256(der).hexdigest()
    try:
        spki = certificate_structure(der).spki
    except DerError:
        return NotMade("the certificate cannot be read")
    published = PUBLISHED.get(hashlib.sha256(spki).hexdigest())
    if published is not None:
        return (KeyWeakness(fingerprint, f"known key ({published} of RFC 9500)", True, RFC_9500),)
    try:
        # The certificate around it would have the library warn of its oddities, and this is a thread.
        key = load_der_public_key(spki)
    except UNPARSABLE:
        return NotMade("the key cannot be loaded")
    if isinstance(key, rsa.RSAPublicKey):
        return _rsa(fingerprint, key)
    if isinstance(key, dsa.DSAPublicKey):
        return _dsa(fingerprint, key)
    return ()


def _rsa(fingerprint: str, key: rsa.RSAPublicKey) -> tuple[KeyWeakness, ...] | NotMade:
    if key.key_size > MAX_BITS:
        return NotMade(f"the key has {key.key_size} bits, and keys over {MAX_BITS} are not examined")
    from badkeys.checks import checkrsa

    numbers = key.public_numbers()
    if numbers.n < 3 or numbers.n % 2 == 0:
        return (KeyWeakness(fingerprint, "rsainvalid (even modulus)", False, RFC_8017),)
    # A usual exponent excludes a small private one; badkeys looks at those over 32 bits only.
    small_exponent = numbers.e.bit_length() <= 32
    thorough = small_exponent or key.key_size <= MAX_BITS_FOR_LARGE_EXPONENT
    checks = (*_CHECKS, *(("smalld",) if thorough and not small_exponent else ()))
    try:
        found = _weak(fingerprint, checkrsa(numbers.n, e=numbers.e, checks=checks))
    except ArithmeticError:
        # It reckons with numbers that a stranger chose; what it divides by, it does not always look at.
        return NotMade("its numbers are such that the examination fails")
    if found or thorough:
        return found
    return NotMade(f"its exponent of {numbers.e.bit_length()} bits is too large to examine")


def _dsa(fingerprint: str, key: dsa.DSAPublicKey) -> tuple[KeyWeakness, ...]:
    from badkeys.checks import checkdsa

    numbers = key.public_numbers()
    return _weak(fingerprint, checkdsa(numbers.y, p=numbers.parameter_numbers.p, checks=("dsasparse",)))


def _weak(fingerprint: str, results: Mapping[str, Mapping[str, Any]]) -> tuple[KeyWeakness, ...]:
    return tuple(
        KeyWeakness(
            fingerprint,
            check if "subtest" not in result else f"{check} ({result['subtest']})",
            check in _BROKEN or result.get("subtest") == "valid",
            BADKEYS,
        )
        for check, result in results.items()
    )
