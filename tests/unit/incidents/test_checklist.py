"""Where a checklist stands."""

from bot.incidents.checklist import Checklist, StepState
from tests.branching_runbook import branching_runbook

BOOK = branching_runbook()


def _ids(**states: StepState) -> list[str]:
    return [step.id for step in Checklist(BOOK, states).steps]


def test_a_branch_is_there_only_once_the_decision_fell_so() -> None:
    """And goes again when it falls otherwise."""
    assert _ids() == ["path", "verify", "revoke"]
    assert _ids(path=StepState(choice="automated")) == ["path", "renew", "verify", "revoke"]
    assert _ids(path=StepState(choice="by-hand")) == ["path", "order", "verify", "revoke"]


def test_skipped_counts_as_settled() -> None:
    """The checklist goes on to the next phase; what is not there is not counted."""
    checklist = Checklist(BOOK, {"path": StepState(skipped=True), "renew": StepState(done=True)})
    assert (checklist.settled, len(checklist.steps)) == (1, 3)
    assert checklist.current_phase == "replace"


def test_all_settled_has_no_current_phase() -> None:
    """Nothing is expanded any more."""
    done = StepState(done=True)
    assert Checklist(BOOK, {"path": done, "verify": done, "revoke": done}).current_phase is None


def test_a_lock_opens_when_its_key_is_done_or_the_commander_says_so() -> None:
    """Skipping the key does not open it: nothing is proven by that."""
    revoke = BOOK.steps[-1]

    def locked(**states: StepState) -> bool:
        return Checklist(BOOK, states).locked_by(revoke) is not None

    assert locked()
    assert locked(verify=StepState(skipped=True))
    assert not locked(verify=StepState(done=True))
    assert not locked(revoke=StepState(overridden=True))
    assert Checklist(BOOK, {}).locked_by(BOOK.steps[0]) is None
