"""When updates are due, and which beat a nudge is for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.incidents.cadence import NUDGE_BEFORE, beat_to_nudge_for, next_due, nudge_at
from bot.taxonomy import SeverityPolicy, TierId

POLICY = SeverityPolicy.load(content.root() / "runbooks" / "severity.yaml")
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tier", "minutes"), [(TierId.T1, 30), (TierId.T2, 60), (TierId.T3, 24 * 60)], ids=str
)
def test_the_next_update_is_due_after_the_cadence(tier: TierId, minutes: int) -> None:
    """Half an hour at T1, an hour at T2, a day at T3."""
    assert next_due(POLICY.tier(tier), MONDAY) == MONDAY + timedelta(minutes=minutes)


def test_t4_reports_at_milestones_only() -> None:
    """No update is due, so nobody is nudged."""
    assert next_due(POLICY.tier(TierId.T4), MONDAY) is None


def test_t3_waits_for_monday() -> None:
    """What would be due on a Saturday is due on the next working day."""
    assert next_due(POLICY.tier(TierId.T3), FRIDAY) == FRIDAY + timedelta(days=3)


T1 = POLICY.tier(TierId.T1)


def test_the_first_nudge_is_for_the_promise_itself() -> None:
    """Five minutes before it is due."""
    due = MONDAY + timedelta(minutes=30)
    assert beat_to_nudge_for(T1, due, nudge_at(due), nudged=False) == due


def test_an_ignored_promise_is_followed_by_the_next_beat_without_drift() -> None:
    """Due + cadence, however late the nudge ran."""
    due = MONDAY + timedelta(minutes=30)
    late = nudge_at(due) + timedelta(minutes=31)
    assert beat_to_nudge_for(T1, due, late, nudged=True) == due + timedelta(minutes=30)


@given(st.integers(min_value=0, max_value=60 * 48), st.booleans())
def test_missed_beats_become_one(minutes_down: int, nudged: bool) -> None:
    """However long the bot was down, the nudge is for the latest beat whose time to nudge has come."""
    due = MONDAY + timedelta(minutes=30)
    now = nudge_at(due) + timedelta(minutes=minutes_down)
    beat = beat_to_nudge_for(T1, due, now, nudged=nudged)
    assert (beat - due) % timedelta(minutes=30) == timedelta(0)
    following = next_due(T1, beat)
    assert following is not None
    assert nudge_at(following) > now
    assert beat - NUDGE_BEFORE <= now or (nudged and beat == due + timedelta(minutes=30))
