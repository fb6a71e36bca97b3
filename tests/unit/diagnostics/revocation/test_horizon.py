"""Until when which clients may believe the older answer."""

from datetime import datetime, timedelta

from bot.diagnostics.model.revocation import (
    AnswerDefect,
    PropagationHorizon,
    RevocationAnswer,
    RevocationSource,
    RevocationStatus,
)
from bot.diagnostics.revocation.horizon import horizons
from tests.revocation_pki import DAY, NOW

HOUR = timedelta(hours=1)
GOOD, REVOKED, UNAVAILABLE = RevocationStatus.GOOD, RevocationStatus.REVOKED, RevocationStatus.UNAVAILABLE
OCSP, CRL, STAPLE = RevocationSource.OCSP, RevocationSource.CRL, RevocationSource.STAPLE


def said(
    source: RevocationSource,
    status: RevocationStatus,
    begins: datetime,
    ends: datetime | None,
    revoked_at: datetime | None = None,
    reason: str | None = None,
) -> RevocationAnswer:
    """A verified, current answer."""
    return RevocationAnswer(
        source,
        f"http://{source.value}.example.com/",
        "aa",
        "Leaf",
        0,
        status,
        verified=True,
        current=True,
        this_update=begins,
        next_update=ends,
        revoked_at=revoked_at,
        reason=reason,
    )


def horizon(*answers: RevocationAnswer, end: datetime = NOW + 60 * DAY) -> PropagationHorizon:
    """The only one."""
    (found,) = horizons(answers, {"aa": end}, NOW)
    return found


def bounds(found: PropagationHorizon) -> dict[str, datetime]:
    """The bounded clients."""
    return {client.clients: client.until for client in found.clients if client.until is not None}


REVOKING_LIST = said(CRL, REVOKED, NOW - HOUR, NOW + 7 * DAY - HOUR, NOW - 2 * HOUR)


def test_what_is_not_revoked_has_no_horizon() -> None:
    """Good and unavailable answers alone."""
    assert horizons([said(OCSP, GOOD, NOW, NOW + DAY)], {}, NOW) == ()
    assert horizons([], {}, NOW) == ()


def test_sources_that_disagree() -> None:
    """The older answer holds until its own end, and who says what is told."""
    found = horizon(said(OCSP, GOOD, NOW - 2 * DAY, NOW + 2 * DAY), REVOKING_LIST)
    assert bounds(found)["clients that cache OCSP responses"] == NOW + 2 * DAY
    assert found.disagreement == (
        "The revocation list http://crl.example.com/ of 2026-11-24 01:00 UTC says revoked since 2026-11-24 00:00 UTC; "
        "the OCSP responder http://ocsp.example.com/ of 2026-11-22 02:00 UTC says good until 2026-11-26 02:00 UTC."
    )


def test_where_all_agree_the_last_good_answer_is_reckoned() -> None:
    """It was made before the revocation, and held as long as answers of this source do."""
    assert bounds(horizon(REVOKING_LIST)) == {
        "clients that cache revocation lists": NOW - 2 * HOUR + 7 * DAY,
    }


def test_a_compromised_key_may_be_dated_back() -> None:
    """So only the revoking answer's own time proves anything."""
    begins = NOW - HOUR
    listed = said(CRL, REVOKED, begins, begins + 7 * DAY, NOW - 30 * DAY, "keyCompromise")
    assert bounds(horizon(listed)) == {"clients that cache revocation lists": begins + 7 * DAY}


def test_an_old_revocation_is_known_to_all_that_check() -> None:
    """What has passed is no longer told; those without a bound stay."""
    found = horizon(said(CRL, REVOKED, NOW - HOUR, NOW + 7 * DAY, NOW - 30 * DAY, "superseded"))
    assert bounds(found) == {}
    assert found.bounded_until is None
    assert [client.clients for client in found.clients] == [
        "clients that never check revocation",
        "browsers that are told by a push (CRLSets, CRLite, OneCRL)",
    ]


def test_a_good_staple_holds_until_its_end() -> None:
    """For those that rely on it, and for those that keep OCSP responses: the soonest first."""
    found = horizon(
        said(STAPLE, GOOD, NOW - DAY, NOW + DAY),
        said(OCSP, REVOKED, NOW - HOUR, NOW + 3 * DAY, NOW - 2 * HOUR),
    )
    assert [(client.clients, client.until) for client in found.clients][:2] == [
        ("clients that rely on the staple", NOW + DAY),
        ("clients that cache OCSP responses", NOW - 2 * HOUR + 3 * DAY + HOUR),
    ]
    assert found.bounded_until == NOW + 3 * DAY - HOUR


def test_a_stale_good_staple_has_no_bound() -> None:
    """Some clients do not look at its date."""
    stale = RevocationAnswer(
        STAPLE,
        "192.0.2.1:443",
        "aa",
        "Leaf",
        0,
        UNAVAILABLE,
        "it was to be replaced by 2026-11-23 02:00 UTC",
        verified=True,
        this_update=NOW - 8 * DAY,
        next_update=NOW - DAY,
        defect=AnswerDefect.STALE,
        claimed=GOOD,
    )
    found = horizon(stale, REVOKING_LIST)
    assert "clients that do not look at the date of a staple" in {client.clients for client in found.clients}
    assert "the staple of 192.0.2.1:443" in found.disagreement
    assert "does not count" in found.disagreement


def test_nobody_believes_a_certificate_beyond_its_own_end() -> None:
    """Every bound ends there."""
    found = horizon(REVOKING_LIST, end=NOW + DAY)
    assert found.bounded_until == NOW + DAY


def test_certificates_are_apart() -> None:
    """A good intermediate does not speak for a revoked leaf."""
    other = said(CRL, GOOD, NOW - DAY, NOW + DAY)
    found = horizons([REVOKING_LIST, RevocationAnswer(CRL, "x", "bb", "CA", 1, other.status)], {}, NOW)
    assert [each.fingerprint for each in found] == ["aa"]
