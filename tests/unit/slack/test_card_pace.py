"""How often a card is redrawn."""

from datetime import UTC, datetime, timedelta

from bot.slack.card_pace import INTERVAL_S, CardPace

TOUCHED = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class Seconds:
    """A monotonic clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_the_first_update_is_made_at_once_and_the_next_one_waits() -> None:
    """Five seconds from the last one."""
    seconds = Seconds()
    pace = CardPace(seconds)
    assert pace.wait_s("inc_1", TOUCHED) == 0
    pace.updated("inc_1", TOUCHED)
    seconds.now += 2
    assert pace.wait_s("inc_1", TOUCHED) == INTERVAL_S - 2
    seconds.now += 3
    assert pace.wait_s("inc_1", TOUCHED) == 0


def test_whoever_does_something_does_not_wait() -> None:
    """For as long as the card does not show it; then the pace holds again."""
    pace = CardPace(Seconds())
    pace.updated("inc_1", TOUCHED)
    later = TOUCHED + timedelta(seconds=1)
    assert pace.wait_s("inc_1", later) == 0
    pace.updated("inc_1", later)
    assert pace.wait_s("inc_1", later) == INTERVAL_S


def test_one_card_does_not_hold_another_back() -> None:
    """Each incident has its own pace."""
    pace = CardPace(Seconds())
    pace.updated("inc_1", TOUCHED)
    assert pace.wait_s("inc_2", TOUCHED) == 0
