"""Cases that are too large to keep: they are made when they are looked at."""

import json
from collections.abc import Callable, Mapping

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from bot.diagnostics import diagnosis_to_json
from tests.fuzzing import pki
from tests.fuzzing.mutations import pem_block
from tests.fuzzing.paths import good_diagnosis
from tests.fuzzing.pki import CA, DAY, LEAF, NOW, der

Generated = Mapping[tuple[str, str], Callable[[], bytes]]


def _presented(*chain: bytes) -> bytes:
    return b"".join(map(pem_block, chain))


def _ca(number: int, issuer: int) -> bytes:
    plan = pki.Plan(pki.named(f"CA {number}"), pki.key_of(1000 + number).public_key(), ca=True, names=())
    return der(pki.issue(plan, pki.named(f"CA {issuer}"), pki.key_of(1000 + issuer)))


def _long_chain() -> bytes:
    """Of 150 CAs, each below the next."""
    plan = pki.Plan(pki.named(pki.HOST), pki.LEAF_KEY.public_key())
    return _presented(
        der(pki.issue(plan, pki.named("CA 0"), pki.key_of(1000))),
        *(_ca(number, number + 1) for number in range(150)),
    )


def _one_name() -> bytes:
    """150 CAs of one name and 150 keys, each of which may have signed any other."""
    return _presented(
        der(LEAF),
        *(
            der(
                pki.issue(
                    pki.Plan(pki.CA_NAME, pki.key_of(2000 + each).public_key(), ca=True, names=()),
                    pki.CA_NAME,
                    pki.key_of(2001 + each),
                )
            )
            for each in range(150)
        ),
    )


def _all_cross_signed() -> bytes:
    """Ten CAs, each of which all the others have signed: paths in circles."""
    plan = pki.Plan(pki.named(pki.HOST), pki.LEAF_KEY.public_key())
    return _presented(
        der(pki.issue(plan, pki.named("CA 0"), pki.key_of(1000))),
        *(_ca(one, other) for one in range(10) for other in range(10) if one != other),
    )


def _ten_thousand_names() -> bytes:
    names = [x509.DNSName(f"n{number:05}.example.com") for number in range(10_000)]
    return _presented(der(pki.leaf(names=[*names, x509.DNSName(pki.HOST)])), der(CA))


def _constraints() -> bytes:
    """Two thousand names below two thousand constraints: four million comparisons."""
    subtrees = [x509.DNSName(f"c{number}.example.net") for number in range(2_000)]
    constraints = x509.NameConstraints([x509.DNSName("example.com"), *subtrees], subtrees)
    plan = pki.Plan(pki.CA_NAME, pki.CA_KEY.public_key(), ca=True, names=(), extra=[(constraints, True)])
    names = [x509.DNSName(f"n{number}.example.com") for number in range(2_000)]
    return _presented(der(pki.leaf(names=names)), der(pki.issue(plan, pki.ROOT_NAME, pki.ROOT_KEY)))


def _policies() -> bytes:
    """A policy tree that would grow without end: sixteen policies on each of eight levels, each mapped to all."""
    policies = x509.CertificatePolicies(
        [
            x509.PolicyInformation(x509.ObjectIdentifier(f"1.3.6.1.4.1.1.{number}"), None)
            for number in range(16)
        ]
    )
    chain = []
    for level in range(8):
        plan = pki.Plan(
            pki.named(f"CA {level}"),
            pki.key_of(1000 + level).public_key(),
            ca=True,
            names=(),
            extra=[(policies, False), (_mappings(), False)],
        )
        above = (pki.ROOT_NAME, pki.ROOT_KEY) if level == 7 else _named(level + 1)
        chain.append(der(pki.issue(plan, *above)))
    leaf = pki.Plan(pki.named(pki.HOST), pki.LEAF_KEY.public_key(), extra=[(policies, False)])
    return _presented(der(pki.issue(leaf, pki.named("CA 0"), pki.key_of(1000))), *chain)


def _named(number: int) -> tuple[x509.Name, ec.EllipticCurvePrivateKey]:
    return pki.named(f"CA {number}"), pki.key_of(1000 + number)


def _mappings() -> x509.UnrecognizedExtension:
    pairs = b"".join(
        b"\x30\x12\x06\x07\x2b\x06\x01\x04\x01\x01"
        + bytes((one,))
        + b"\x06\x07\x2b\x06\x01\x04\x01\x01"
        + bytes((other,))
        for one in range(16)
        for other in range(16)
    )
    value = b"\x30\x82" + len(pairs).to_bytes(2, "big") + pairs
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.33"), value)


def _large_list() -> bytes:
    """Of 20,000 entries: some 700 KB, the largest that is read in our own process."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(CA.subject)
        .last_update(NOW - DAY)
        .next_update(NOW + DAY)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    entries = [x509.RevokedCertificateBuilder(number, NOW - DAY).build() for number in range(1, 20_000)]
    builder._revoked_certificates = entries  # one by one, the builder copies them all each time
    return builder.sign(pki.CA_KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def _many_addresses() -> bytes:
    document = diagnosis_to_json(good_diagnosis())
    return json.dumps({**document, "observations": document["observations"] * 1_000}).encode()


GENERATED: Generated = {
    ("chain", "150-certificates-above-each-other"): _long_chain,
    ("chain", "150-certificates-of-one-name"): _one_name,
    ("chain", "ten-authorities-all-cross-signed"): _all_cross_signed,
    ("chain", "ten-thousand-names"): _ten_thousand_names,
    ("chain", "two-thousand-names-and-constraints"): _constraints,
    ("chain", "policy-tree"): _policies,
    ("crl", "twenty-thousand-entries"): _large_list,
    ("crl", "a-million-beginnings"): lambda: b"-----BEGIN X509 CRL-----" * 20_000,
    ("s-client", "a-million-blank-lines"): lambda: (
        b"CONNECTED(" + b"\n" * 1_000_000 + pem_block(der(LEAF)) + b"Protocol" + b" " * 100_000
    ),
    ("ocsp", "ten-megabytes"): lambda: b"\x30\x84\x00\x98\x96\x80" + bytes(10_000_000),
    ("aia", "ten-megabytes-of-pem"): lambda: b"-----BEGIN CERTIFICATE-----\n" * 350_000,
    ("aia", "thousand-issuers"): lambda: CA.public_bytes(Encoding.PEM) * 1_000,
    ("staple", "nested-thousands-deep"): lambda: b"\x30\x80" * 100_000,
    ("file", "a-million-beginnings"): lambda: b"-----BEGIN CERTIFICATE-----" * 100_000,
    ("file", "a-million-spaces"): lambda: b"-----BEGIN CERTIFICATE-----" + b" " * 1_000_000,
    ("file", "ten-thousand-certificates"): lambda: pem_block(der(LEAF)) * 10_000,
    ("s-client", "two-megabytes-of-lines"): lambda: (
        b"CONNECTED(\n" + pem_block(der(LEAF)) + b"alert a\n" * 250_000
    ),
    ("diagnosis", "a-thousand-addresses"): _many_addresses,
    ("policy", "four-megabytes"): lambda: b"rules: []\n" + b"#" * 4_000_000,
}
