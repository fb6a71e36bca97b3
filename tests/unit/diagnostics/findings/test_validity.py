from datetime import UTC, datetime, timedelta

import pytest

from bot.diagnostics.findings.validity import expires_soon, find, limit_at
from tests.certificates_made import (
    DAY,
    NOW,
    SECOND,
    evidence_of,
    facts_of,
    handshake_of,
    kinds,
    make_certificate,
)


def _kinds(*chain: bytes, **options: bool | str) -> list[str]:
    return kinds(list(find(evidence_of(handshake_of(*chain, **options)))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lifetime", "left", "soon"),
    [
        (398 * DAY, 15 * DAY, False),
        (398 * DAY, 14 * DAY, True),
        (90 * DAY, 14 * DAY + SECOND, False),
        (90 * DAY, 14 * DAY, True),
        (47 * DAY, 8 * DAY, False),
        (47 * DAY, 7 * DAY, True),
        (6 * DAY, 2 * DAY, False),
        (6 * DAY, 23 * timedelta(hours=1), True),
    ],
)
def test_soon_is_less_for_the_short_lived(lifetime: timedelta, left: timedelta, soon: bool) -> None:
    """14 days, or a sixth of the lifetime."""
    der = make_certificate(not_before=NOW + left + SECOND - lifetime, lifetime=lifetime)
    assert expires_soon(facts_of(der), NOW) is soon


def test_only_what_is_trusted_now_expires_soon() -> None:
    """Otherwise something graver is wrong."""
    der = make_certificate(not_before=NOW - 46 * DAY)
    assert _kinds(der) == ["expires-soon"]
    assert _kinds(der, trusted=False) == []


@pytest.mark.parametrize(("left", "told"), [(31 * DAY, False), (29 * DAY, True), (-DAY, False)])
def test_an_intermediate_that_expires_soon(left: timedelta, told: bool) -> None:
    """Within 30 days; one that has expired is for the judge of paths."""
    length = 100 * DAY
    intermediate = make_certificate((), common_name="CA", not_before=NOW + left - length, lifetime=length)
    assert ("intermediate-expires-soon" in _kinds(make_certificate(), intermediate)) is told


@pytest.mark.parametrize(
    ("year", "month", "day", "limit"),
    [
        (2018, 2, 28, None),
        (2018, 3, 1, 825),
        (2020, 8, 31, 825),
        (2020, 9, 1, 398),
        (2026, 3, 14, 398),
        (2026, 3, 15, 200),
        (2027, 3, 15, 100),
        (2029, 3, 14, 100),
        (2029, 3, 15, 47),
    ],
)
def test_the_limit_in_force_at_not_before(year: int, month: int, day: int, limit: int | None) -> None:
    """The table of the Baseline Requirements."""
    assert limit_at(datetime(year, month, day, tzinfo=UTC)) == limit


@pytest.mark.parametrize(
    ("since", "lifetime", "told"),
    [
        (datetime(2026, 4, 1, tzinfo=UTC), 200 * DAY, []),
        (datetime(2026, 4, 1, tzinfo=UTC), 200 * DAY + SECOND, ["lifetime-over-limit"]),
        (datetime(2026, 4, 1, tzinfo=UTC), 398 * DAY, ["lifetime-over-limit"]),
        (datetime(2026, 4, 1, tzinfo=UTC), 398 * DAY + SECOND, ["lifetime-too-long"]),
        (datetime(2026, 1, 1, tzinfo=UTC), 398 * DAY, []),
        (datetime(2026, 1, 1, tzinfo=UTC), 399 * DAY, ["lifetime-too-long"]),
        (datetime(2020, 8, 1, tzinfo=UTC), 4000 * DAY, ["lifetime-too-long"]),
        (datetime(2018, 1, 1, tzinfo=UTC), 4000 * DAY, []),
    ],
)
def test_public_certificates_that_are_valid_for_too_long(
    since: datetime, lifetime: timedelta, told: list[str]
) -> None:
    """More than browsers take is an error; more than a CA may issue is not."""
    handshake = handshake_of(make_certificate(not_before=since, lifetime=lifetime))
    assert kinds(list(find(evidence_of(handshake, now=since + DAY)))) == told


def test_private_certificates_may_be_valid_for_as_long_as_they_like() -> None:
    """The rule is for public ones, and those whose path is not known are not judged."""
    der = make_certificate(lifetime=4000 * DAY)
    assert _kinds(der, store="the operator's") == []
    assert _kinds(der, trusted=False) == []


def test_addresses_that_differ() -> None:
    """By the certificate, not by its dates."""
    one, other = make_certificate(serial=1), make_certificate(serial=2)
    assert kinds(list(find(evidence_of(handshake_of(one), handshake_of(other))))) == ["addresses-differ"]
    assert kinds(list(find(evidence_of(handshake_of(one), handshake_of(one))))) == []
