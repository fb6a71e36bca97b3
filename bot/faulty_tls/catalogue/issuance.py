"""Certificates that should not have been issued so, and keys that nobody should use."""

from bot.faulty_tls.endpoint import Endpoint, Key, Leaf, Period, Shown

ENDPOINTS = (
    Endpoint(
        "self-signed",
        "printer.example.com",
        "The certificate is signed by itself.",
        "mis-issuance.shadow-pki",
        Shown(Leaf(issuer=None)),
    ),
    Endpoint(
        "shadow-pki",
        "wiki.example.com",
        "A team's own CA issued it; machines trust it, but no inventory has it.",
        "mis-issuance.shadow-pki",
        Shown(Leaf("team-root")),
    ),
    Endpoint(
        "weak-key",
        "fax.example.com",
        "The RSA key has only 1024 bits.",
        "mis-issuance.internal-policy",
        Shown(Leaf(key=Key.RSA_1024)),
    ),
    Endpoint(
        "sha1",
        "archive.example.com",
        "The certificate is signed with SHA-1.",
        "mis-issuance.internal-policy",
        Shown(Leaf(sha1=True)),
    ),
    Endpoint(
        "known-key",
        "vpn.example.com",
        "Anybody can compute the private key: the RSA primes are neighbours.",
        "key-compromise.confirmed",
        Shown(Leaf(key=Key.CLOSE_PRIMES)),
    ),
    Endpoint(
        "careless-issuance",
        "forms.example.com",
        "Valid for 900 days, and against several rules for public certificates.",
        "mis-issuance.ca-error",
        Shown(Leaf("public-issuing", period=Period.OVERLONG, careless=True)),
    ),
)
