"""Token buckets: what Slack takes, and what is left for what matters more."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.sandbox.web_api import rate_limits
from bot.sandbox.web_api.table import TABLE
from bot.slack.budget import CALLS_A_MINUTE, POST_BURST, Budget, Priority
from bot.slack.errors import HeldBackError

GATEWAY = (content.root() / "bot" / "slack" / "gateway.py").read_text("utf-8")


class Seconds:
    """A monotonic clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def _made(budget: Budget, method: str, *, channel: str = "", priority: Priority = Priority.URGENT) -> int:
    """How many calls go through at once."""
    made = 0
    while True:
        try:
            budget.spend(method, channel=channel, priority=priority)
        except HeldBackError:
            return made
        made += 1


def test_a_channel_takes_a_burst_and_then_one_a_second() -> None:
    """And says how long to wait."""
    seconds = Seconds()
    budget = Budget(seconds)
    assert _made(budget, "chat.postMessage", channel="C1") == POST_BURST
    with pytest.raises(HeldBackError) as held:
        budget.spend("chat.postMessage", channel="C1")
    assert held.value.retry_after_s == pytest.approx(1)
    seconds.now += 1
    assert _made(budget, "chat.postMessage", channel="C1") == 1


def test_a_full_channel_delays_no_other_one() -> None:
    """Posting is limited by channel."""
    budget = Budget(Seconds())
    _made(budget, "chat.postMessage", channel="C1")
    assert _made(budget, "chat.postMessage", channel="C2") == POST_BURST


def test_a_method_used_up_delays_no_other_one() -> None:
    """Limits hold for each method."""
    budget = Budget(Seconds())
    _made(budget, "chat.update")
    budget.spend("conversations.invite")


def test_cards_leave_room_for_runbooks_and_those_for_reminders() -> None:
    """However many cards there are to redraw."""
    budget = Budget(Seconds())
    order = [Priority.CARD, Priority.RUNBOOK, Priority.UPDATE, Priority.REMINDER, Priority.URGENT]
    made = [_made(budget, "chat.update", priority=priority) for priority in order]
    assert all(made)
    assert sum(made) == CALLS_A_MINUTE["chat.update"]


def test_a_call_that_was_held_back_may_be_made_when_its_time_has_come() -> None:
    """The wait that is told is enough, whatever the priority."""
    seconds = Seconds()
    budget = Budget(seconds)
    for priority in Priority:
        _made(budget, "chat.update")
        with pytest.raises(HeldBackError) as held:
            budget.spend("chat.update", priority=priority)
        seconds.now += held.value.retry_after_s + 0.001
        budget.spend("chat.update", priority=priority)


def test_after_a_429_nothing_is_asked_before_its_time() -> None:
    """Even where our own count has room."""
    seconds = Seconds()
    budget = Budget(seconds)
    budget.refused("pins.add", retry_after_s=30)
    seconds.now += 29
    with pytest.raises(HeldBackError) as held:
        budget.spend("pins.add")
    assert held.value.retry_after_s == pytest.approx(1)
    seconds.now += 1
    budget.spend("pins.add")


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from(list(Priority))), max_size=200))
def test_slack_never_refuses_what_the_budget_allows(calls: list[tuple[float, Priority]]) -> None:
    """Our count is never more generous than the workspace's strictest reading of Slack's limits."""
    seconds = Seconds()
    budget, slack = Budget(seconds), rate_limits.RateLimiter(seconds)
    for pause, priority in calls:
        seconds.now += pause
        for method, channel in (("chat.postMessage", "C1"), ("chat.update", "C1"), ("pins.add", "C1")):
            try:
                budget.spend(method, channel=channel, priority=priority)
            except HeldBackError:
                continue
            assert slack.retry_after_s(method, TABLE[method].tier, channel) is None


def test_every_method_that_is_called_has_its_budget() -> None:
    """No more than Slack's tier, and no method besides."""
    called = set(re.findall(r'_asked\(\s*"([a-zA-Z.]+)"', GATEWAY))
    assert set(CALLS_A_MINUTE) == called - {"chat.postMessage"}
    for method, calls in CALLS_A_MINUTE.items():
        assert calls <= rate_limits.CALLS_A_MINUTE[TABLE[method].tier], method


def test_beside_a_workspace_without_limits_nothing_is_held_back() -> None:
    """Except where it was refused all the same."""
    seconds = Seconds()
    budget = Budget(seconds, limited=False)
    for _ in range(500):
        budget.spend("chat.update", priority=Priority.CARD)
    budget.refused("chat.update", retry_after_s=3)
    with pytest.raises(HeldBackError):
        budget.spend("chat.update")
    seconds.now += 3
    budget.spend("chat.update")
