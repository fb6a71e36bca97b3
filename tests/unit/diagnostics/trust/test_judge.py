"""The verdict on a chain as it was sent, and the reason."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.model.trust import Trust, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.policy import Profile, Purpose
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import DAY, HOST, NOW, Made, Wish, authority, general_name, leaf, made, root

ROOT = root()
INTERMEDIATE = authority(ROOT)
LEAF = leaf(INTERMEDIATE)
STORE = TrustStore((ROOT.certificate,), "test")
PEER = Target(HOST)


def verdict(*chain: Made, store: TrustStore = STORE, fetched: tuple[Made, ...] = ()) -> Trust:
    """Of a client now."""
    return judge([each.der for each in chain], PEER, store, NOW, fetched=[each.der for each in fetched])


def test_a_good_chain() -> None:
    """Its path is told, from the leaf up to the root."""
    trust = verdict(LEAF, INTERMEDIATE)
    assert trust.trusted
    assert trust.path == (HOST, "Test Intermediate", "Test Root")
    assert [(path.reason, path.fetched) for path in trust.paths] == [(TrustReason.TRUSTED, 0)]


def test_the_order_of_a_complete_chain_does_not_matter() -> None:
    """Clients put it in order."""
    second = authority(INTERMEDIATE, "Second Intermediate")
    assert verdict(leaf(second), ROOT, INTERMEDIATE, second).trusted


def test_an_expired_leaf() -> None:
    """Whatever else is wrong with it."""
    expired = leaf(None, "www.example.net", not_after=NOW - DAY)
    assert verdict(expired).reason is TrustReason.EXPIRED_LEAF


def test_the_last_second_is_valid() -> None:
    """A certificate is valid up to and including notAfter, to the second."""
    last = leaf(INTERMEDIATE, not_after=NOW)
    chain = [last.der, INTERMEDIATE.der]
    assert judge(chain, PEER, STORE, NOW + timedelta(milliseconds=999)).trusted
    assert judge(chain, PEER, STORE, NOW + timedelta(seconds=1)).reason is TrustReason.EXPIRED_LEAF


def test_a_leaf_that_is_not_yet_valid() -> None:
    """Also by a second."""
    early = leaf(INTERMEDIATE, not_before=NOW + timedelta(seconds=1))
    assert verdict(early, INTERMEDIATE).reason is TrustReason.NOT_YET_VALID


def test_an_intermediate_that_is_not_yet_valid() -> None:
    """The detail names it."""
    early = authority(ROOT, "Early CA", not_before=NOW + DAY)
    trust = verdict(leaf(early), early)
    assert trust.reason is TrustReason.NOT_YET_VALID
    assert "Early CA" in trust.detail


def test_an_intermediate_that_expired_on_every_path() -> None:
    """It is told when."""
    expired = authority(ROOT, "Old CA", not_after=NOW - DAY)
    trust = verdict(leaf(expired), expired)
    assert trust.reason is TrustReason.EXPIRED_INTERMEDIATE
    assert trust.detail == "Old CA expired at 2026-11-23 02:00 UTC"


def test_an_expired_cross_sign_beside_a_good_path() -> None:
    """The chain is trusted, and both paths are told, the good one first."""
    old_root = root("Old Root")
    cross_signed = authority(old_root, "Test Root", key=ROOT.key, not_after=NOW - DAY)
    store = TrustStore((ROOT.certificate, old_root.certificate), "test")
    trust = verdict(LEAF, INTERMEDIATE, cross_signed, store=store)
    assert trust.trusted
    assert [path.reason for path in trust.paths] == [TrustReason.TRUSTED, TrustReason.EXPIRED_INTERMEDIATE]


def test_an_expired_root() -> None:
    """A root of the client's own counts no more than others."""
    expired = made(Wish(common_name="Old Root", ca=True, not_after=NOW - DAY))
    trust = verdict(leaf(expired), store=TrustStore((expired.certificate,), "test"))
    assert trust.reason is TrustReason.EXPIRED_ROOT


def test_a_self_signed_leaf() -> None:
    """Unless the client was given that very certificate."""
    own = leaf(None)
    assert verdict(own).reason is TrustReason.SELF_SIGNED
    assert verdict(own, store=TrustStore((own.certificate,), "test")).trusted


def test_a_missing_intermediate() -> None:
    """Its name is told."""
    trust = verdict(LEAF)
    assert trust.reason is TrustReason.MISSING_INTERMEDIATE
    assert trust.detail == "the certificate of Test Intermediate is not sent"


def test_a_missing_intermediate_that_was_fetched() -> None:
    """Proof of what is missing; the chain as sent is no better for it."""
    second = authority(INTERMEDIATE, "Second Intermediate")
    trust = verdict(leaf(second), second, fetched=(INTERMEDIATE,))
    assert not trust.trusted
    assert trust.reason is TrustReason.MISSING_INTERMEDIATE
    assert trust.detail == "with 1 certificate that the server does not send it leads to Test Root"
    assert [(path.reason, path.fetched) for path in trust.paths] == [
        (TrustReason.TRUSTED, 1),
        (TrustReason.UNKNOWN_ROOT, 0),
    ]


def test_what_is_fetched_leads_to_an_unknown_root() -> None:
    """Completing the chain would not help."""
    other_root = root("Other Root")
    other = authority(other_root, "Other CA")
    trust = verdict(leaf(other), fetched=(other, other_root))
    assert trust.reason is TrustReason.UNKNOWN_ROOT
    assert "Other Root" in trust.detail


def test_an_unknown_root() -> None:
    """The chain is complete but for the root, as it should be."""
    other = authority(root("Other Root"), "Other CA")
    trust = verdict(leaf(other), other)
    assert trust.reason is TrustReason.UNKNOWN_ROOT
    assert trust.path == (HOST, "Other CA")


def test_an_untrusted_root_that_is_sent() -> None:
    """Sending it changes nothing, and is another mistake."""
    other_root = root("Other Root")
    other = authority(other_root, "Other CA")
    trust = verdict(leaf(other), other, other_root)
    assert trust.reason is TrustReason.UNTRUSTED_ROOT_SENT


def test_a_root_of_the_same_name_with_another_key() -> None:
    """Names do not suffice."""
    assert verdict(leaf(root())).reason is TrustReason.MISSING_INTERMEDIATE


def test_a_wrong_name() -> None:
    """The common name counts for nothing."""
    other = leaf(INTERMEDIATE, "www.example.net", common_name=HOST)
    assert verdict(other, INTERMEDIATE).reason is TrustReason.WRONG_NAME


def test_any_name_will_do_where_no_peer_is_given() -> None:
    """For files of which nobody says whose they are."""
    other = leaf(INTERMEDIATE, "*.example.net")
    assert judge([other.der, INTERMEDIATE.der], None, STORE, NOW).trusted


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7", "Someone@example.com"])
def test_addresses_and_mailboxes(host: str) -> None:
    """They are names of their own kinds."""
    good, bad = leaf(INTERMEDIATE, host), leaf(INTERMEDIATE, HOST)
    assert judge([good.der, INTERMEDIATE.der], Target(host), STORE, NOW).trusted
    trust = judge([bad.der, INTERMEDIATE.der], Target(host), STORE, NOW)
    assert trust.reason is TrustReason.WRONG_NAME


def test_a_wrong_purpose() -> None:
    """As after Let's Encrypt dropped clientAuth: the server is fine, and mTLS breaks."""
    chain = [LEAF.der, INTERMEDIATE.der]
    assert judge(chain, None, STORE, NOW, purpose=Purpose.CLIENT).reason is TrustReason.WRONG_PURPOSE
    client = leaf(INTERMEDIATE, usages=[ExtendedKeyUsageOID.CLIENT_AUTH])
    assert verdict(client, INTERMEDIATE).reason is TrustReason.WRONG_PURPOSE
    assert judge([client.der, INTERMEDIATE.der], None, STORE, NOW, purpose=Purpose.CLIENT).trusted


def test_an_intermediate_for_another_purpose() -> None:
    """It limits what is below it."""
    mail = authority(ROOT, "Mail CA", usages=[ExtendedKeyUsageOID.EMAIL_PROTECTION])
    trust = verdict(leaf(mail), mail)
    assert trust.reason is TrustReason.WRONG_PURPOSE
    assert "Mail CA" in trust.detail


def test_an_intermediate_that_is_no_ca() -> None:
    """A leaf that issues certificates is the oldest trick."""
    trust = verdict(leaf(LEAF), LEAF, INTERMEDIATE)
    assert trust.reason is TrustReason.OTHER
    assert trust.detail == f"{HOST} issued a certificate, but is no CA"


def test_more_cas_than_one_of_them_allows() -> None:
    """By the path length in its basic constraints."""
    last = authority(ROOT, "Last CA", path_length=0)
    below = authority(last, "Forbidden CA")
    assert verdict(leaf(last), last).trusted
    assert verdict(leaf(below), below, last).reason is TrustReason.PATH_TOO_LONG


def test_more_cas_than_the_client_allows() -> None:
    """A self-issued one does not count."""
    renewed = made(Wish(common_name="Test Intermediate", ca=True), INTERMEDIATE)
    chain = [leaf(renewed).der, renewed.der, INTERMEDIATE.der]
    assert judge(chain, PEER, STORE, NOW, max_depth=1).trusted
    assert judge(chain, PEER, STORE, NOW, max_depth=0).reason is TrustReason.PATH_TOO_LONG


def test_a_name_that_the_ca_may_not_certify() -> None:
    """The detail says which, and who."""
    constraints = x509.NameConstraints([general_name("example.net")], None)
    limited = authority(ROOT, "Limited CA", extra=[(constraints, True)])
    trust = verdict(leaf(limited), limited)
    assert trust.reason is TrustReason.NAME_CONSTRAINT
    assert trust.detail == f"{HOST} is not among the names that Limited CA may certify"


def test_an_unknown_critical_extension() -> None:
    """Whoever does not understand it must refuse."""
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    odd = leaf(INTERMEDIATE, extra=[(unknown, True)])
    assert "1.2.3.4" in verdict(odd, INTERMEDIATE).detail
    assert verdict(leaf(INTERMEDIATE, extra=[(unknown, False)]), INTERMEDIATE).trusted


def test_a_signature_with_sha_1() -> None:
    """Clients take none below the root."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer = authority(ROOT, "RSA CA", key=key)
    trust = judge([_with_sha_1(leaf(signer), key), signer.der], PEER, STORE, NOW)
    assert not trust.trusted
    assert trust.detail == f"{HOST} is signed with an algorithm that clients no longer accept"


def _with_sha_1(made_with_sha_256: Made, key: rsa.RSAPrivateKey) -> bytes:
    """The same signed anew: the library makes no such certificates, and the two identifiers differ in one byte."""
    identifier = bytes.fromhex("2a864886f70d0101")
    der = made_with_sha_256.der.replace(identifier + b"\x0b", identifier + b"\x05")
    body = x509.load_der_x509_certificate(der).tbs_certificate_bytes
    signature = key.sign(body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 -- the weak one is what is tested
    return der[: -len(signature)] + signature


def test_keys_that_clients_refuse() -> None:
    """Too short, or of a kind that TLS has given up."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    short = leaf(INTERMEDIATE, key=key)
    assert "an RSA key of 1024 bits" in verdict(short, INTERMEDIATE).detail
    old = leaf(INTERMEDIATE, key=dsa.generate_private_key(key_size=2048))
    assert "a DSA key" in verdict(old, INTERMEDIATE).detail


def test_a_key_of_the_private_world_only() -> None:
    """OpenSSL accepts Ed25519 and so is it judged; the profile of the public web has no such key."""
    modern = authority(ROOT, "Modern CA", key=ed25519.Ed25519PrivateKey.generate())
    chain = [leaf(modern).der, modern.der]
    assert judge(chain, PEER, STORE, NOW).trusted
    assert not judge(chain, PEER, STORE, NOW, profile=Profile.BASELINE).trusted


def test_an_unreadable_leaf() -> None:
    """Nothing can be said of the rest."""
    assert judge([b"junk", INTERMEDIATE.der], PEER, STORE, NOW).reason is TrustReason.UNREADABLE
    assert judge([], PEER, STORE, NOW).reason is TrustReason.UNREADABLE


def test_a_naive_time_is_a_defect() -> None:
    """Nobody knows when that is."""
    with pytest.raises(ValueError, match="without a zone"):
        judge([LEAF.der], PEER, STORE, NOW.replace(tzinfo=None))
