"""What each kind of client makes of one chain."""

import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from bot.diagnostics.model.trust import StoreVerdict, TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust.clients import STRICT_CLIENTS, TrustStores, verdicts
from bot.diagnostics.trust.distrust import Programme, distrust, rules
from bot.diagnostics.trust.parsed import Parsed, parsed
from bot.diagnostics.trust.policy import Purpose
from bot.diagnostics.trust.stores import TrustStore, mozilla_file
from tests.made_certificates import DAY, HOST, NOW, Made, authority, leaf, root

ENTRUST = root("Entrust Root Certification Authority - G2", organization="Entrust, Inc.")
ENTRUST_CA = authority(ENTRUST, "Entrust CA")
BETWEEN = datetime(2024, 11, 20, tzinfo=UTC)
"""After Chrome's date for Entrust, before Mozilla's."""

TRUSTED, DISTRUSTED = TrustReason.TRUSTED, TrustReason.DISTRUSTED


def dated(not_before: datetime) -> Made:
    """A certificate of Entrust's that is still valid."""
    return leaf(ENTRUST_CA, not_before=not_before, not_after=NOW + DAY)


def mozilla_with(file: Path, *roots: Made, given: tuple[Made, ...] = ()) -> TrustStore:
    """A store of Mozilla's programme that holds these roots, and those that the operator gave."""
    file.write_bytes(b"".join(each.pem for each in roots))
    return TrustStore(tuple(each.certificate for each in given), "Mozilla's roots", file, is_mozilla=True)


def ask(stores: TrustStores, *chain: Made, purpose: Purpose = Purpose.SERVER) -> dict[str, TrustReason]:
    """Each client's reason."""
    found = verdicts([each.der for each in chain], Target(HOST), stores, NOW, purpose=purpose)
    return {each.store: each.trust.reason for each in found}


def read(certificate: Made) -> Parsed:
    """As the path builder does."""
    found = parsed(certificate.der)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("not_before", "mozilla", "chrome"),
    [
        (datetime(2024, 11, 1, tzinfo=UTC), TRUSTED, TRUSTED),
        (BETWEEN, TRUSTED, DISTRUSTED),
        (datetime(2024, 12, 1, tzinfo=UTC), DISTRUSTED, DISTRUSTED),
    ],
)
def test_programmes_act_by_dates_of_their_own(
    tmp_path: Path, not_before: datetime, mozilla: TrustReason, chrome: TrustReason
) -> None:
    """The root is there for all of them; clients with the bare roots know no dates."""
    store = mozilla_with(tmp_path / "a.pem", ENTRUST)
    assert ask(TrustStores(store), dated(not_before), ENTRUST_CA) == {
        "Mozilla's roots": TRUSTED,
        "Mozilla": mozilla,
        "Chrome": chrome,
        STRICT_CLIENTS: TRUSTED,
    }


def test_the_decision_and_its_source_are_told(tmp_path: Path) -> None:
    """Who, whose, by what and since when."""
    store = mozilla_with(tmp_path / "b.pem", ENTRUST)
    chain = [dated(BETWEEN).der, ENTRUST_CA.der]
    found = verdicts(chain, Target(HOST), TrustStores(store), NOW)
    chrome = next(each.trust for each in found if each.store == "Chrome")
    assert chrome.detail == (
        "Chrome trusts no certificate of Entrust that is logged after 2024-11-11 23:59 UTC"
        " (https://security.googleblog.com/2024/06/sustaining-digital-certificate-security.html)"
    )


def test_chrome_goes_by_the_earliest_timestamp_of_a_log() -> None:
    """NotBefore may be set back by the CA; it has to do where no timestamp is in the certificate."""
    name = ENTRUST.certificate.subject
    last_moment = datetime(2024, 11, 11, 23, 59, 59, tzinfo=UTC)
    late, early = datetime(2024, 12, 1, tzinfo=UTC), datetime(2024, 10, 1, tzinfo=UTC)
    for not_before, logged, distrusted in (
        (late, [], True),
        (early, [], False),
        (late, [late, last_moment], False),
        (early, [late], True),
    ):
        extra = [(_timestamps(logged), False)] if logged else []
        end = leaf(ENTRUST_CA, not_before=not_before, not_after=NOW + DAY, extra=extra)
        assert (distrust(Programme.CHROME, name, read(end), NOW) is not None) is distrusted


def _timestamps(moments: list[datetime]) -> x509.UnrecognizedExtension:
    """As they are embedded (RFC 6962, 3.3); their signatures are not looked at here."""
    listed = b""
    for moment in moments:
        signature = b"\x04\x03" + (8).to_bytes(2) + bytes(8)
        signed = bytes(33) + (int(moment.timestamp()) * 1000).to_bytes(8) + bytes(2) + signature
        listed += len(signed).to_bytes(2) + signed
    content = len(listed).to_bytes(2) + listed
    oid = x509.PrecertificateSignedCertificateTimestamps.oid
    length = len(content).to_bytes(1)
    return x509.UnrecognizedExtension(
        oid, b"\x04" + (length if len(content) < 128 else b"\x81" + length) + content
    )


def test_a_root_that_the_operator_added_is_exempt(tmp_path: Path) -> None:
    """Browsers do not apply their programme to local roots."""
    store = mozilla_with(tmp_path / "c.pem", given=(ENTRUST,))
    assert ask(TrustStores(store), dated(BETWEEN), ENTRUST_CA)["Chrome"] is TRUSTED


def test_another_path_saves_the_certificate(tmp_path: Path) -> None:
    """Entrust's intermediates were cross-signed by another CA's root."""
    other = root("Other Root")
    cross = authority(other, "Entrust CA", organization=None, key=ENTRUST_CA.key)
    store = mozilla_with(tmp_path / "d.pem", ENTRUST, other)
    assert ask(TrustStores(store), dated(BETWEEN), ENTRUST_CA, cross)["Chrome"] is TRUSTED


def test_a_root_that_was_removed_since(tmp_path: Path) -> None:
    """It is unknown now; the programmes' decision is the explanation."""
    store = mozilla_with(tmp_path / "e.pem", root("Other Root"))
    assert ask(TrustStores(store), dated(BETWEEN), ENTRUST_CA) == {
        "Mozilla's roots": TrustReason.UNKNOWN_ROOT,
        "Mozilla": TrustReason.UNKNOWN_ROOT,
        "Chrome": DISTRUSTED,
        STRICT_CLIENTS: TrustReason.UNKNOWN_ROOT,
    }


def test_the_system_s_store_beside_the_deciding_one(tmp_path: Path) -> None:
    """The one that decides comes first."""
    mine = root("Mine")
    end = leaf(mine)
    system = TrustStore((mine.certificate,), "this system's roots")
    stores = TrustStores(TrustStore((), "the roots given"), (system,))
    found = ask(stores, end)
    assert list(found.items()) == [
        ("the roots given", TrustReason.MISSING_INTERMEDIATE),
        ("this system's roots", TRUSTED),
        (STRICT_CLIENTS, TrustReason.MISSING_INTERMEDIATE),
    ]


def test_client_certificates_are_no_business_of_browsers(tmp_path: Path) -> None:
    """Their programmes are about servers."""
    store = mozilla_with(tmp_path / "f.pem", ENTRUST)
    assert "Chrome" not in ask(TrustStores(store), dated(BETWEEN), ENTRUST_CA, purpose=Purpose.CLIENT)


def test_strict_clients(tmp_path: Path) -> None:
    """They refuse what common clients accept, and say why."""
    loose = root("Loose", leave_out=[x509.SubjectKeyIdentifier.oid])
    stores = TrustStores(TrustStore((loose.certificate,), "the roots given"))
    found: tuple[StoreVerdict, ...] = verdicts([leaf(loose).der], Target(HOST), stores, NOW)
    assert found[0].trust.trusted
    assert found[-1].store == STRICT_CLIENTS
    assert found[-1].trust.detail == "Loose has no subject key identifier (RFC 5280, 4.2.1.2)"


def test_the_file_of_rules_is_sound() -> None:
    """Every rule has a source and roots; those of Mozilla's that are still there are found by it."""
    assert len(rules()) >= 8
    assert all(rule.source.startswith("https://") and rule.roots for rule in rules())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some old roots have the serial number 0
        certificates = x509.load_pem_x509_certificates(mozilla_file().read_bytes())
    covered = {rule.operator for rule in rules() for each in certificates if rule.covers(each.subject)}
    others = [each for each in certificates if "ISRG" in each.subject.rfc4514_string()]
    assert covered <= {"Chunghwa Telecom", "NetLock", "Izenpe"}
    assert others
    assert not any(rule.covers(each.subject) for rule in rules() for each in others)
