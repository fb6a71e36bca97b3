"""Revocation lists that a client was given."""

from datetime import timedelta

import pytest
from cryptography import x509

from bot.diagnostics.model.trust import Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import DAY, HOST, NOW, authority, key_usage, leaf, revocation_list, root

ROOT = root()
CA = authority(ROOT, "CA")
URL = "http://crl.example.com/a.crl"
POINT = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.UniformResourceIdentifier(URL)], None, None, None)]
)
LEAF = leaf(CA, extra=[(POINT, False)])
OTHER = leaf(CA)


def scope(**special: object) -> x509.IssuingDistributionPoint:
    """What a list covers."""
    usual: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**{**usual, **special})  # type: ignore[arg-type]


def verdict(*lists: bytes) -> Trust:
    """Of a client that was given these lists."""
    store = TrustStore((ROOT.certificate,), "test")
    return judge([LEAF.der, CA.der], Target(HOST), store, NOW, crls=lists)


def test_a_revoked_certificate() -> None:
    """When and why is told."""
    trust = verdict(revocation_list(CA, [LEAF], reason=x509.ReasonFlags.key_compromise))
    assert trust.reason is TrustReason.REVOKED
    assert trust.detail == f"{HOST} was revoked at 2026-11-23 02:00 UTC, reason keyCompromise"


def test_a_list_that_clears_it() -> None:
    """Others are on it."""
    assert verdict(revocation_list(CA, [OTHER])).trusted


def test_a_revoked_intermediate() -> None:
    """It takes everything below with it."""
    assert verdict(revocation_list(ROOT, [CA])).reason is TrustReason.REVOKED


def test_a_list_of_another_ca() -> None:
    """Serial numbers are each CA's own."""
    assert verdict(revocation_list(authority(ROOT, "Other CA"), [LEAF])).trusted
    assert verdict(revocation_list(authority(ROOT, "CA"), [LEAF])).trusted


def test_taken_off_the_list() -> None:
    """A hold that ended."""
    assert verdict(revocation_list(CA, [LEAF], reason=x509.ReasonFlags.remove_from_crl)).trusted


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"junk", "cannot be read"),
        (revocation_list(CA, number=None), "has no number"),
        (revocation_list(CA, next_update=NOW - timedelta(hours=1)), "expired at 2026-11-24 01:00 UTC"),
        (revocation_list(CA, this_update=NOW + timedelta(hours=1)), "is not valid before"),
        (revocation_list(CA, signer=OTHER), "does not carry its signature"),
        (revocation_list(CA, extra=[(x509.DeltaCRLIndicator(1), True)]), "a critical extension"),
        (revocation_list(CA, extra=[(scope(indirect_crl=True), True)]), "an indirect or partial one"),
        (revocation_list(CA, extra=[(scope(only_contains_ca_certs=True), True)]), "only CA certificates"),
        (
            revocation_list(
                CA,
                extra=[(scope(full_name=[x509.UniformResourceIdentifier("http://crl.example.com/b")]), True)],
            ),
            "another distribution point",
        ),
    ],
)
def test_a_list_that_does_not_count(content: bytes, why: str) -> None:
    """What cannot be told is never good."""
    trust = verdict(content)
    assert trust.reason is TrustReason.OTHER
    assert why in trust.detail


def test_a_list_of_the_right_point() -> None:
    """It counts, and a stale one beside it does no harm."""
    right = scope(full_name=[x509.UniformResourceIdentifier(URL)], only_contains_user_certs=True)
    stale = revocation_list(CA, next_update=NOW - timedelta(hours=1))
    assert verdict(stale, revocation_list(CA, extra=[(right, True)])).trusted


def test_a_ca_whose_key_may_not_sign_lists() -> None:
    """Its list says nothing."""
    ca = authority(ROOT, "No Lists CA", key_usage=key_usage("key_cert_sign"))
    store = TrustStore((ROOT.certificate,), "test")
    chain = [leaf(ca).der, ca.der]
    assert judge(chain, Target(HOST), store, NOW).trusted
    assert not judge(chain, Target(HOST), store, NOW, crls=[revocation_list(ca)]).trusted


def test_a_revocation_outlives_its_list() -> None:
    """A stale list that names the certificate still says that it was revoked."""
    stale = revocation_list(CA, [LEAF], this_update=NOW - 3 * DAY, next_update=NOW - 2 * DAY)
    assert verdict(stale).reason is TrustReason.REVOKED
