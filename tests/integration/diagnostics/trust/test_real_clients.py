"""The verdict of common clients is what a real one does: Python's own, over a TLS handshake in memory."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID

from bot.diagnostics.target import Target
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.policy import Profile
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import DAY, HOST, Made, Wish, authority, general_name, leaf, made, root

NOW = datetime.now(UTC).replace(microsecond=0)
VALID = {"not_before": NOW - DAY, "not_after": NOW + DAY}

ROOT = made(Wish(common_name="Test Root", ca=True, not_before=NOW - 9 * DAY, not_after=NOW + 9 * DAY))
OTHER_ROOT = made(Wish(common_name="Other Root", ca=True, not_before=NOW - DAY, not_after=NOW + DAY))
CA = authority(ROOT, "CA", **VALID)
SECOND = authority(CA, "Second", **VALID)
OTHER_CA = authority(OTHER_ROOT, "Other CA", **VALID)
OLD_CA = authority(ROOT, "Old CA", not_before=NOW - 5 * DAY, not_after=NOW - DAY)
CROSS = authority(OTHER_ROOT, "Test Root", key=ROOT.key, not_before=NOW - 5 * DAY, not_after=NOW - DAY)
SHORT = authority(ROOT, "Short", path_length=0, **VALID)
BELOW = authority(SHORT, "Below", **VALID)
LIMITS = x509.NameConstraints([general_name("example.net")], None)
LIMITED = authority(ROOT, "Limited", extra=[(LIMITS, True)], **VALID)
MAIL_CA = authority(ROOT, "Mail CA", usages=[ExtendedKeyUsageOID.EMAIL_PROTECTION], **VALID)
MODERN = authority(ROOT, "Modern", key=ed25519.Ed25519PrivateKey.generate(), **VALID)
BARE = [x509.AuthorityKeyIdentifier.oid, x509.SubjectKeyIdentifier.oid, x509.KeyUsage.oid]

CHAINS: dict[str, list[Made]] = {
    "good": [leaf(CA, **VALID), CA],
    "out of order": [leaf(SECOND, **VALID), CA, SECOND],
    "root sent": [leaf(CA, **VALID), CA, ROOT],
    "a stranger beside it": [leaf(CA, **VALID), OTHER_CA, CA],
    "wildcard": [leaf(CA, "*.example.com", **VALID), CA],
    "expired": [leaf(CA, not_before=NOW - 5 * DAY, not_after=NOW - DAY), CA],
    "not yet valid": [leaf(CA, not_before=NOW + DAY, not_after=NOW + 2 * DAY), CA],
    "expired intermediate": [leaf(OLD_CA, **VALID), OLD_CA],
    "expired cross-sign": [leaf(CA, **VALID), CA, CROSS],
    "missing intermediate": [leaf(CA, **VALID)],
    "unknown root": [leaf(OTHER_CA, **VALID), OTHER_CA],
    "unknown root, sent": [leaf(OTHER_CA, **VALID), OTHER_CA, OTHER_ROOT],
    "self-signed": [leaf(None, **VALID)],
    "wrong name": [leaf(CA, "www.example.net", **VALID), CA],
    "name only in the common name": [leaf(CA, "www.example.net", common_name=HOST, **VALID), CA],
    "wildcard over two labels": [leaf(CA, "*.com", **VALID), CA],
    "for clients": [leaf(CA, usages=[ExtendedKeyUsageOID.CLIENT_AUTH], **VALID), CA],
    "below a CA for mail": [leaf(MAIL_CA, **VALID), MAIL_CA],
    "too long": [leaf(BELOW, **VALID), BELOW, SHORT],
    "constrained": [leaf(LIMITED, **VALID), LIMITED],
    "issued by a leaf": [leaf(i := leaf(CA, **VALID), **VALID), i, CA],
    "Ed25519": [leaf(MODERN, **VALID), MODERN],
    "bare": [leaf(CA, leave_out=BARE, **VALID), CA],
}


@pytest.mark.parametrize("profile", [Profile.USUAL, Profile.STRICT])
@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS.keys())
def test_a_real_client_does_the_same(chain: list[Made], profile: Profile, tmp_path: Path) -> None:
    """Our own verdict, and its: as OpenSSL is by default, and as Python sets it since 3.13."""
    store = TrustStore((ROOT.certificate,), "test")
    trust = judge([each.der for each in chain], Target(HOST), store, NOW, profile=profile)
    assert trust.trusted is _accepted(chain, tmp_path, strict=profile is Profile.STRICT), trust


def _accepted(chain: list[Made], tmp_path: Path, anchor: Made = ROOT, *, strict: bool = False) -> bool:
    client = ssl.create_default_context(cadata=anchor.pem.decode())
    # Python is strict by default since 3.13; other clients use OpenSSL as it is.
    if strict:
        client.verify_flags |= ssl.VERIFY_X509_STRICT
    else:
        client.verify_flags &= ~ssl.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = tmp_path / "server.pem"
    file.write_bytes(chain[0].key_pem + b"".join(each.pem for each in chain))
    server.load_cert_chain(file)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=HOST)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (ours, theirs):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
    return ours.version() is not None


@pytest.mark.parametrize("left_out", [x509.SubjectKeyIdentifier.oid, x509.KeyUsage.oid])
def test_a_real_strict_client_does_the_same(left_out: x509.ObjectIdentifier, tmp_path: Path) -> None:
    """It refuses a root that lacks what RFC 5280 asks for, as many private CAs have made."""
    loose = root("Loose", leave_out=[left_out], not_before=NOW - DAY)
    store = TrustStore((loose.certificate,), "test")
    chain = [leaf(loose, **VALID)]
    for profile in (Profile.USUAL, Profile.STRICT):
        trust = judge([chain[0].der], Target(HOST), store, NOW, profile=profile)
        strict = profile is Profile.STRICT
        assert trust.trusted is _accepted(chain, tmp_path, loose, strict=strict)
        assert trust.trusted is not strict
