import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics.certificates.structure import certificate_structure
from bot.diagnostics.checks.dane import associations, matches_any
from tests.certificates_made import make_certificate

LEAF = make_certificate(serial=1)
AUTHORITY = make_certificate(serial=2, common_name="CA", names=())
CHAIN = [LEAF, AUTHORITY]


def _spki(der: bytes) -> bytes:
    return certificate_structure(der).spki


@pytest.mark.parametrize(
    ("record", "matches"),
    [
        (f"3 1 1 {hashlib.sha256(_spki(LEAF)).hexdigest()}", True),
        (f"3 0 1 {hashlib.sha256(LEAF).hexdigest()}", True),
        (f"3 0 2 {hashlib.sha512(LEAF).hexdigest()}", True),
        (f"3 1 0 {_spki(LEAF).hex()}", True),
        (f"1 0 1 {hashlib.sha256(LEAF).hexdigest().upper()}", True),
        (f"2 0 1 {hashlib.sha256(AUTHORITY).hexdigest()}", True),
        (f"0 0 1 {hashlib.sha256(AUTHORITY).hexdigest()}", True),
        (f"3 0 1 {hashlib.sha256(AUTHORITY).hexdigest()}", False),
        (f"3 1 1 {'00' * 32}", False),
        (f"2 0 1 {'00' * 32}", False),
        (f"0 0 1 {'00' * 32}", None),
    ],
)
def test_records_of_each_kind(record: str, matches: bool | None) -> None:
    """A record of a root that was not sent is neither a match nor a mismatch."""
    assert matches_any(associations([record]), CHAIN) is matches


def test_one_match_is_enough() -> None:
    """The former certificate's record may still be there."""
    records = [f"3 0 1 {'00' * 32}", f"3 0 1 {hashlib.sha256(LEAF).hexdigest()}"]
    assert matches_any(associations(records), CHAIN) is True


@pytest.mark.parametrize("record", ["4 0 1 aa", "3 2 1 aa", "3 0 3 aa", "3 1 1", "3 1 1 zz", "a b c d", ""])
def test_records_that_clients_cannot_use(record: str) -> None:
    """They are skipped."""
    assert associations([record]) == ()


@given(st.text(max_size=50), st.binary(max_size=50))
def test_any_record_and_any_certificate(record: str, der: bytes) -> None:
    """Nothing is raised."""
    matches_any(associations([record, "3 1 1 aa"]), [der])
