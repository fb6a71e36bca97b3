"""Keys of servers: good ones, and those that are too short or known to everybody."""

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.faulty_tls.endpoint import Key

LeafKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

EXPONENT = 65_537

_PRIME = int(
    "db63973be03beef43be2fb67474dc174b26d6f4d554041bec51fe7a5d3c8a5ffbd063da932b61e60121210d5"
    "5fda03304554d0b2c281e838ea01cd35d05207bb1dd998604097c11646d36586741fb509ac66fa752f7d74a2"
    "43b5900c1fd5dd2f976dbf24e8684bf71861c56a1b39ace27f4e4142fa07a222bf7723b7d93ae891",
    16,
)
_DISTANCE_TO_ITS_NEIGHBOUR = 1_048_968


def new_key(kind: Key) -> LeafKey:
    """A private key of that kind; RSA may take a third of a second."""
    if kind is Key.CLOSE_PRIMES:
        return _key_with_close_primes()
    if kind is Key.ECDSA:
        return ec.generate_private_key(ec.SECP256R1())
    bits = 1024 if kind is Key.RSA_1024 else 2048
    return rsa.generate_private_key(EXPONENT, bits)


def _key_with_close_primes() -> rsa.RSAPrivateKey:
    """Always the same one: a key that no secret is lost with.

    Fermat's method factors it in one step (CVE-2022-26320: printers made such keys).
    """
    p, q = _PRIME, _PRIME + _DISTANCE_TO_ITS_NEIGHBOUR
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(EXPONENT, p * q),
    ).private_key(unsafe_skip_rsa_key_validation=True)
