"""Laws of the verdict, whatever is sent."""

from datetime import timedelta

from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnostics.model.trust import TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.clients import TrustStores, verdicts
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.policy import Profile, Purpose
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import DAY, HOST, NOW, authority, leaf, revocation_list, root

ROOT, OTHER_ROOT = root(), root("Other Root")
CA = authority(ROOT, "CA", not_after=NOW + 30 * DAY)
CROSS = authority(OTHER_ROOT, "CA", key=CA.key, not_after=NOW + 40 * DAY)
STRANGER = authority(OTHER_ROOT, "Stranger")
LEAF = leaf(CA)
LIST = revocation_list(CA)
STORE = TrustStore((ROOT.certificate,), "test")
PEER = Target(HOST)

EXTRAS = [CA.der, CROSS.der, STRANGER.der, ROOT.der, OTHER_ROOT.der, LEAF.der, b"junk"]
CHAINS = st.lists(st.sampled_from(EXTRAS), max_size=8)

UNTRUSTED = {
    "expired": leaf(CA, not_before=NOW - 9 * DAY, not_after=NOW - DAY),
    "early": leaf(CA, not_before=NOW + DAY),
    "wrong name": leaf(CA, "www.example.net"),
    "stranger's": leaf(STRANGER),
    "self-signed": leaf(None),
    "namesake's": leaf(root("CA")),
}


@given(
    st.lists(st.one_of(st.binary(max_size=400), st.sampled_from(EXTRAS)), max_size=6), st.binary(max_size=99)
)
@settings(deadline=None, max_examples=150)
def test_any_bytes(chain: list[bytes], crl: bytes) -> None:
    """A verdict comes out, for every purpose and profile, whatever else is given."""
    for purpose in Purpose:
        for profile in Profile:
            judge(chain, PEER, STORE, NOW, purpose=purpose, fetched=chain, crls=[crl], profile=profile)


@given(st.sampled_from(EXTRAS[:6]), st.integers(min_value=0), st.integers(min_value=0, max_value=255), CHAINS)
@settings(deadline=None, max_examples=150)
def test_one_wrong_byte(der: bytes, position: int, byte: int, others: list[bytes]) -> None:
    """In the leaf it is never trusted; in another certificate nothing raises."""
    place = position % len(der)
    damaged = der[:place] + bytes([byte]) + der[place + 1 :]
    trust = judge([damaged, *others], PEER, STORE, NOW)
    assert not trust.trusted or damaged == LEAF.der
    judge([LEAF.der, damaged, *others], PEER, STORE, NOW)
    verdicts([damaged, *others], PEER, TrustStores(STORE), NOW)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=255))
@settings(deadline=None, max_examples=100)
def test_one_wrong_byte_in_a_list(position: int, byte: int) -> None:
    """It clears nothing, unless it is what it was."""
    place = position % len(LIST)
    damaged = LIST[:place] + bytes([byte]) + LIST[place + 1 :]
    trust = judge([LEAF.der, CA.der], PEER, STORE, NOW, crls=[damaged])
    names_the_ca = _ISSUER in damaged and _KEY_IDENTIFIER in damaged
    assert trust.trusted is (damaged == LIST) or not names_the_ca


_ISSUER = CA.certificate.subject.public_bytes()
_KEY_IDENTIFIER = x509.AuthorityKeyIdentifier.from_issuer_public_key(CA.key.public_key()).public_bytes()
"""A list that names another CA, or another key, says nothing of the certificate."""


@given(st.sampled_from(sorted(UNTRUSTED)), CHAINS)
@settings(deadline=None, max_examples=200)
def test_what_comes_after_the_leaf_never_makes_it_trusted(kind: str, extras: list[bytes]) -> None:
    """Any certificates, in any order and number."""
    assert not judge([UNTRUSTED[kind].der, *extras], PEER, STORE, NOW).trusted


@given(CHAINS)
@settings(deadline=None, max_examples=200)
def test_trusted_exactly_when_the_issuer_is_sent(extras: list[bytes]) -> None:
    """Order, repetition and company do not matter."""
    assert judge([LEAF.der, *extras], PEER, STORE, NOW).trusted is (CA.der in extras)


@given(CHAINS, st.integers(min_value=-(10**8), max_value=10**8))
@settings(deadline=None, max_examples=150)
def test_expired_is_never_trusted(extras: list[bytes], seconds: int) -> None:
    """Neither before the first nor after the last moment of any certificate of the path."""
    moment = NOW + timedelta(seconds=seconds)
    trust = judge([LEAF.der, CA.der, *extras], PEER, STORE, moment)
    valid = all(
        each.certificate.not_valid_before_utc <= moment <= each.certificate.not_valid_after_utc
        for each in (LEAF, CA, ROOT)
    )
    assert trust.trusted is valid


@given(CHAINS)
@settings(deadline=None, max_examples=100)
def test_what_was_fetched_never_counts_for_trust(extras: list[bytes]) -> None:
    """It only explains."""
    trust = judge([LEAF.der], PEER, STORE, NOW, fetched=extras)
    assert not trust.trusted
    if CA.der in extras:
        assert trust.reason is TrustReason.MISSING_INTERMEDIATE
        assert any(path.fetched == 1 and path.reason is TrustReason.TRUSTED for path in trust.paths)


@given(CHAINS)
@settings(deadline=None, max_examples=100)
def test_stricter_profiles_accept_no_more(extras: list[bytes]) -> None:
    """Each includes the rules of those before it."""
    accepted = [judge([LEAF.der, *extras], PEER, STORE, NOW, profile=profile).trusted for profile in Profile]
    assert accepted == sorted(accepted, reverse=True)
