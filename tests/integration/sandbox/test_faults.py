"""Faults that a test orders."""

import pytest

from tests.integration.sandbox.caller import Caller


async def test_an_error_comes_as_often_as_ordered(caller: Caller) -> None:
    """Nothing is done meanwhile; then Slack answers again."""
    channel = await caller.channel("incidents")
    await caller.control("faults", method="chat.postMessage", error="fatal_error", times=2)
    answers = [await caller.api("chat.postMessage", channel=channel, text=str(n)) for n in range(3)]
    assert [answer.get("error") for answer in answers] == ["fatal_error", "fatal_error", None]
    history = await caller.api("conversations.history", channel=channel)
    assert [message["text"] for message in history["messages"]] == ["2"]


@pytest.mark.parametrize("status", [400, 429, 500, 503])
async def test_any_status(caller: Caller, status: int) -> None:
    """With an error in the body."""
    await caller.control("faults", method="auth.test", status=status)
    answer = await caller.api("auth.test")
    assert (answer["status"], answer["ok"]) == (status, False)


async def test_a_fault_of_any_method_strikes_the_next_one(caller: Caller) -> None:
    """``*`` is every method; others before it come first."""
    await caller.control("faults", method="users.list", error="first")
    await caller.control("faults", method="*", error="second")
    assert (await caller.api("users.list"))["error"] == "first"
    assert (await caller.api("users.list"))["error"] == "second"
    assert (await caller.api("users.list"))["ok"]


async def test_a_delay_is_real_and_the_work_is_done(caller: Caller) -> None:
    """The list of calls says how long it took, and which fault struck."""
    await caller.control("faults", method="auth.test", delay_ms=80)
    assert (await caller.api("auth.test"))["ok"]
    (call,) = (await caller.client.get("/sandbox/calls")).json()["calls"]
    assert call["duration_ms"] >= 80
    assert "delay_ms" in call["fault"]


async def test_faults_can_be_taken_back(caller: Caller) -> None:
    """All that have not struck yet."""
    await caller.control("faults", method="*", error="fatal_error", times=9)
    await caller.client.request("DELETE", "/sandbox/faults")
    assert (await caller.api("auth.test"))["ok"]


@pytest.mark.parametrize(
    "body", [{"method": ""}, {"method": "auth.test", "times": 0}, {"method": "auth.test", "stauts": 500}]
)
async def test_a_fault_that_is_none_is_refused(caller: Caller, body: dict[str, object]) -> None:
    """A misspelt field too: a test that orders it would prove nothing."""
    answer = await caller.control("faults", **body)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_arguments")
