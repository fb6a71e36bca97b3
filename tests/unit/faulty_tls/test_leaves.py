"""When certificates are valid, and whether kept ones still count."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from bot.faulty_tls.endpoint import Leaf, Period
from bot.faulty_tls.pki.leaves import LIFETIME, issue, still_shows, validity

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
