"""When certificates are valid, and whether kept ones still count."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.clock import Clock
from bot.faulty_tls import ENDPOINTS
from bot.faulty_tls.endpoint import Leaf, Period
from bot.faulty_tls.pki.authorities import load_authorities
from bot.faulty_tls.pki.kept import KeptCertificates, Part
from bot.faulty_tls.pki.leaves import LIFETIME, issue, still_shows, validity
from bot.faulty_tls.pki.transparency import LOG_NAMES, _log_key
from bot.faulty_tls.states import Variant

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _made(period: Period) -> x509.Certificate:
    return issue(Leaf(issuer=None, period=period), ("host.example.com",), {}, NOW).certificate


@pytest.mark.parametrize("period", Period)
def test_a_new_certificate_shows_what_it_is_made_for(period: Period) -> None:
    """On the day it is made."""
    assert still_shows(period, _made(period), NOW)


@pytest.mark.parametrize(
    ("period", "days", "still"),
    [
        (Period.HEALTHY, 30, True),
        (Period.HEALTHY, 60, False),
        (Period.JUST_RENEWED, 58, True),
        (Period.JUST_RENEWED, 60, False),
        (Period.EXPIRED, 10_000, True),
        (Period.EXPIRES_SOON, 2, True),
        (Period.EXPIRES_SOON, 4, False),
        (Period.NOT_YET_VALID, 50, True),
        (Period.NOT_YET_VALID, 80, False),
    ],
)
def test_a_kept_certificate_ages(period: Period, days: int, still: bool) -> None:
    """Past a point it has to be made anew."""
    assert still_shows(period, _made(period), NOW + days * DAY) is still


@pytest.mark.parametrize("period", sorted(set(Period) - {Period.OVERLONG}))
def test_no_lifetime_is_longer_than_a_public_ca_may_give(period: Period) -> None:
    """Until 2029-03-15 that is 100 days (BR 6.3.2)."""
    begins, ends = validity(period, NOW)
    assert ends - begins == LIFETIME < 100 * DAY


def test_a_renewed_certificate_begins_after_all_it_can_replace() -> None:
    """So that it can be told from the one before by its dates."""
    renewed, _ = validity(Period.JUST_RENEWED, NOW)
    others = set(Period) - {Period.JUST_RENEWED, Period.NOT_YET_VALID}
    assert all(validity(period, NOW)[0] < renewed for period in others)


def test_a_public_ca_logs_what_it_issues(tmp_path: Path) -> None:
    """Two logs sign the certificate as it is without their timestamps (RFC 6962, 3.2); a private CA needs none."""
    authorities = load_authorities(tmp_path, NOW)
    public = issue(Leaf("public-issuing"), ("host.example.com",), authorities, NOW).certificate
    private = issue(Leaf("issuing"), ("host.example.com",), authorities, NOW).certificate
    with pytest.raises(x509.ExtensionNotFound):
        private.extensions.get_extension_for_class(x509.PrecertificateSignedCertificateTimestamps)
    timestamps = public.extensions.get_extension_for_class(
        x509.PrecertificateSignedCertificateTimestamps
    ).value
    assert len({timestamp.log_id for timestamp in timestamps}) == len(LOG_NAMES) == 2
    issuer_key = authorities["public-issuing"].key.public_key()
    issuer_hash = hashlib.sha256(
        issuer_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).digest()
    tbs = public.tbs_precertificate_bytes
    for name, timestamp in zip(LOG_NAMES, timestamps, strict=True):
        at_ms = int(timestamp.timestamp.replace(tzinfo=UTC).timestamp() * 1000)
        signed = bytes((0, 0)) + at_ms.to_bytes(8) + bytes((0, 1)) + issuer_hash
        signed += len(tbs).to_bytes(3) + tbs + bytes(2)
        _log_key(name).public_key().verify(timestamp.signature, signed, ec.ECDSA(hashes.SHA256()))


def test_authorities_of_another_plan_are_made_anew(tmp_path: Path) -> None:
    """Those kept by an older release, and what they signed; what is as planned stays."""
    before = load_authorities(tmp_path, NOW)
    for suffix in (".pem", ".crt"):
        (tmp_path / f"issuing{suffix}").replace(tmp_path / f"quiet-issuing{suffix}")
    after = load_authorities(tmp_path, NOW)
    changed = {name for name in before if before[name].certificate != after[name].certificate}
    assert changed == {"issuing", "quiet-issuing"}
    former = issue(Leaf("issuing"), ("host.example.com",), before, NOW).certificate
    assert before["issuing"].signed(former)
    assert not after["issuing"].signed(former)


def test_a_kept_certificate_of_a_former_authority_is_made_anew(tmp_path: Path) -> None:
    """No chain leads from it to its issuer any more; with the same authorities it stays."""
    endpoint = ENDPOINTS[0]

    def presented(authorities: str) -> x509.Certificate:
        signers = load_authorities(tmp_path / authorities, NOW)
        kept = KeptCertificates(tmp_path / "certificates", signers, Clock())
        return kept.get(endpoint, Variant.BROKEN, Part.LEAF).certificate

    first = presented("before")
    assert presented("before") == first
    assert presented("after") != first
