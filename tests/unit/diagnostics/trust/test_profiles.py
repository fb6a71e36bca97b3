"""What strict clients, and the Baseline Requirements, ask besides."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.policy import Profile
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import (
    HOST,
    NOW,
    Made,
    Wish,
    authority,
    general_name,
    key_usage,
    leaf,
    made,
    root,
)

SKI, AKI = x509.SubjectKeyIdentifier.oid, x509.AuthorityKeyIdentifier.oid
ROOT = root()
NO_SKI = root("No Identifier", leave_out=[SKI])
POLICY = x509.PolicyConstraints(require_explicit_policy=9, inhibit_policy_mapping=None)
LEADING_DOT = x509.NameConstraints([general_name(".example.com")], None)
DOTTED = root("Dotted", extra=[(LEADING_DOT, True)])


def detail(profile: Profile, end: Made, anchor: Made = ROOT, host: str = HOST) -> str | None:
    """Why it is not trusted by this profile; None where it is."""
    store = TrustStore((anchor.certificate,), "test")
    trust = judge([end.der], Target(host), store, NOW, profile=profile)
    return None if trust.trusted else trust.detail


@pytest.mark.parametrize(
    ("why", "end", "anchor"),
    [
        ("has no subject key identifier", leaf(NO_SKI), NO_SKI),
        ("does not name its issuer's key", leaf(ROOT, leave_out=[AKI]), ROOT),
        (
            "may sign certificates, but it is no CA",
            leaf(ROOT, key_usage=key_usage("digital_signature", "key_cert_sign")),
            ROOT,
        ),
    ],
)
def test_rules_that_strict_clients_enforce(why: str, end: Made, anchor: Made) -> None:
    """Common clients do not ask."""
    assert detail(Profile.USUAL, end, anchor) is None
    assert why in (detail(Profile.STRICT, end, anchor) or "")


def _baseline_cases() -> list[tuple[str, Made, Made]]:
    purposeful = root("Purposeful", usages=[ExtendedKeyUsageOID.SERVER_AUTH])
    odd = rsa.generate_private_key(public_exponent=65537, key_size=2052)
    return [
        ("must be critical and is not", leaf(ROOT, extra=[(POLICY, False)]), ROOT),
        ("a constraint on DNS names that is none", leaf(DOTTED), DOTTED),
        ("the common name is not one of", leaf(ROOT, common_name="other.example.com"), ROOT),
        ("the common name is not one of", leaf(ROOT, HOST, "192.0.2.7", common_name="192.0.2.07"), ROOT),
        (
            "is for any purpose",
            leaf(
                ROOT,
                usages=[ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE],
            ),
            ROOT,
        ),
        ("the root Purposeful has an extended key usage", leaf(purposeful), purposeful),
        ("not a multiple of 8 bits", leaf(ROOT, key=odd), ROOT),
        ("a key on the curve secp256k1", leaf(ROOT, key=ec.generate_private_key(ec.SECP256K1())), ROOT),
    ]


@pytest.mark.parametrize(("why", "end", "anchor"), _baseline_cases())
def test_rules_that_public_cas_keep(why: str, end: Made, anchor: Made) -> None:
    """Neither common nor strict clients ask, but a public CA must keep them."""
    assert detail(Profile.STRICT, end, anchor) is None
    assert why in (detail(Profile.BASELINE, end, anchor) or "")


def test_common_names_that_name_no_other_host() -> None:
    """A label for people, the domain of a wildcard, a name of another kind."""
    for end, host in (
        (leaf(ROOT, common_name="Payments"), HOST),
        (leaf(ROOT, "*.example.com", common_name="example.com"), HOST),
        (leaf(ROOT, "192.0.2.7", common_name="example.com"), "192.0.2.7"),
    ):
        assert detail(Profile.BASELINE, end, host=host) is None


def test_a_wildcard_that_spans_a_public_suffix() -> None:
    """It would be for everybody's hosts."""
    wide = leaf(ROOT, "*.co.uk", common_name="*.co.uk")
    assert detail(Profile.USUAL, wide, host="example.co.uk") is None
    assert "spans a public suffix" in (detail(Profile.BASELINE, wide, host="example.co.uk") or "")
    narrow = leaf(ROOT, "*.example.co.uk")
    assert detail(Profile.BASELINE, narrow, host="www.example.co.uk") is None


def test_a_ca_in_the_place_of_the_leaf() -> None:
    """As ``openssl req -x509`` makes it: common clients accept what they were given, the public web does not."""
    own = made(
        Wish(
            names=[HOST],
            ca=True,
            key_usage=key_usage("digital_signature", "key_cert_sign"),
        )
    )
    assert detail(Profile.USUAL, own, own) is None
    assert detail(Profile.BASELINE, own, own) is not None


def test_a_private_certificate_without_key_identifiers() -> None:
    """As ``openssl x509 -req`` makes it without a file of extensions."""
    bare = leaf(ROOT, leave_out=[AKI, SKI, x509.KeyUsage.oid, x509.ExtendedKeyUsage.oid])
    assert detail(Profile.USUAL, bare) is None
    assert detail(Profile.STRICT, bare) is not None


def test_self_issued_intermediates_do_not_count() -> None:
    """By RFC 5280. The library cryptography counts them, so that OpenSSL has the last word here."""
    ca = authority(ROOT, "CA", path_length=1)
    renewed = authority(ca, "CA", path_length=1)
    last = authority(renewed, "Last", path_length=0)
    end = leaf(last)
    store = TrustStore((ROOT.certificate,), "test")
    chain = [each.der for each in (end, last, renewed, ca)]
    for profile in Profile:
        assert judge(chain, Target(HOST), store, NOW, profile=profile).trusted
