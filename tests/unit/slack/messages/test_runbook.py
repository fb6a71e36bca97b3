"""The checklist, as it is drawn."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.incidents.checklist import StepState
from bot.incidents.snapshot import DiagnosisSnapshot
from bot.incidents.subject import parse_subject
from bot.incidents.vocabulary import IncidentState
from bot.runbooks import Runbook, RunbookLibrary
from bot.slack.message import Message
from bot.slack.messages.runbook import fits_in_brief, runbook
from tests.branching_runbook import branching_runbook
from tests.expired_diagnosis import expired_diagnosis
from tests.unit.incident_snapshot import OPENED_AT, incident_snapshot

EXPIRED = RunbookLibrary.load(content.root() / "runbooks").for_category("expiry.production")
DONE = StepState(done=True, by="U2", at=OPENED_AT + timedelta(minutes=5))


def _checkboxes(message: Message) -> list[Any]:
    elements = [e for block in message.blocks if block["type"] == "actions" for e in _list(block["elements"])]
    return [element for element in elements if element["type"] == "checkboxes"]


def _list(value: Any) -> list[Any]:
    return list(value)


def _words(message: Message) -> str:
    return str(message.blocks)


def test_only_the_phase_of_the_first_open_step_is_expanded() -> None:
    """The others are one line each."""
    message = runbook(incident_snapshot(), EXPIRED)
    assert len(_checkboxes(message)) == sum(
        1 for step in EXPIRED.steps if step.phase == EXPIRED.steps[0].phase
    )
    later = next(phase for phase in EXPIRED.phases if phase != EXPIRED.steps[0].phase)
    assert f"*{later.capitalize()}* 0/" in _words(message)


def test_a_done_step_says_who_and_when() -> None:
    """In the phase that is expanded."""
    book = EXPIRED.model_copy(
        update={"steps": tuple(s.model_copy(update={"phase": "all"}) for s in EXPIRED.steps)}
    )
    message = runbook(incident_snapshot(steps={book.steps[0].id: DONE}), book)
    assert "Done by <@U2>" in _words(message)
    assert "1 of 6 steps done" in _words(message)


def test_a_closed_incident_has_nothing_to_tick() -> None:
    """Its checklist stays as it was, a line a phase."""
    closed = incident_snapshot(state=IncidentState.CLOSED, steps={EXPIRED.steps[0].id: DONE})
    message = runbook(closed, EXPIRED)
    assert _checkboxes(message) == []
    assert "1 of 6 steps done" in _words(message)


@settings(max_examples=30, deadline=None)
@given(
    steps=st.integers(1, 40),
    phases=st.integers(1, 40),
    done=st.integers(0, 40),
    what=st.integers(1, 900),
    letter=st.sampled_from(["x", "&", "<", "ü", "\u202e"]),
)
def test_every_runbook_that_loads_can_be_shown(
    steps: int, phases: int, done: int, what: int, letter: str
) -> None:
    """However many steps a phase has and however long they are, and whatever has to be escaped in them."""
    document = EXPIRED.model_dump(mode="json")
    first = document["steps"][0]
    document["steps"] = [
        {
            **first,
            "id": f"step-{number}",
            "title": letter * 73,
            "phase": f"phase {number * min(phases, steps) // steps}",
            "what_to_do": letter * what,
        }
        for number in range(steps)
    ]
    book = Runbook.model_validate(document)
    ticked = {step.id: DONE for step in book.steps[:done]}
    message = runbook(incident_snapshot(steps=ticked), book, letter * 400)
    assert f"of {steps} steps done" in _words(message)


def test_a_locked_step_has_a_lock_instead_of_a_checkbox() -> None:
    """What opens it is said, and the commander's way is in the menu."""
    book = branching_runbook()
    message = runbook(incident_snapshot(steps={"path": DONE}), book)
    assert len(_checkboxes(message)) == 1
    assert "🔒 *Step revoke*" in _words(message)
    assert "Locked until *Step verify* is done" in _words(message)
    assert "Override the lock" in _words(message)


def test_a_decision_has_a_button_for_each_way() -> None:
    """The one that was chosen stands out, and its branch is there."""
    book = branching_runbook()
    message = runbook(incident_snapshot(steps={"path": StepState(choice="automated")}), book)
    buttons = [
        element
        for block in message.blocks
        if block["type"] == "actions"
        for element in _list(block["elements"])
        if element["type"] == "button"
    ]
    assert [(b["action_id"], b.get("style")) for b in buttons] == [
        ("decide|automated", "primary"),
        ("decide|by-hand", None),
    ]
    assert "Step renew" in _words(message)


def test_what_the_bot_sees_stands_beside_the_step_it_checks() -> None:
    """With the time, and a button to look again."""
    seen = DiagnosisSnapshot(1, "api.example.com", None, OPENED_AT, OPENED_AT, expired_diagnosis(), None)
    message = runbook(incident_snapshot(steps={"path": DONE}, diagnoses=(seen,)), branching_runbook())
    assert "❌ Checked" in _words(message)
    assert "check_step" in _words(message)


def test_a_skipped_or_flagged_step_says_why() -> None:
    """Whatever people write is escaped."""
    states = {
        "path": DONE,
        "verify": StepState(skipped=True, by="U2", at=OPENED_AT, reason="<!channel> no access"),
        "revoke": StepState(drift="no <b>step</b> here"),
    }
    words = _words(runbook(incident_snapshot(steps=states), branching_runbook()))
    assert "⏭️ *Step verify*" in words
    assert "&lt;!channel&gt; no access" in words
    assert "<!channel>" not in words


def test_a_notice_stands_in_small_print_and_cannot_act() -> None:
    """It may tell what stands in a file; it is escaped and short."""
    message = runbook(incident_snapshot(), EXPIRED, "Take note: <!channel> " + "x" * 5_000)
    (small,) = [block for block in message.blocks if "Take note" in str(block)]
    assert small["type"] == "context"
    assert "<!channel>" not in str(small)
    assert "&lt;!channel&gt;" in str(small)
    assert len(str(small)) < 500


def test_a_phase_that_only_fits_by_its_titles_does_not_fit_in_brief() -> None:
    """Which the lint asks before anybody needs it."""
    first = EXPIRED.steps[0]
    steps = tuple(first.model_copy(update={"id": f"step-{number}"}) for number in range(30))
    assert not fits_in_brief(incident_snapshot(), EXPIRED.model_copy(update={"steps": steps}))
    assert fits_in_brief(incident_snapshot(), EXPIRED)


def test_whom_to_call_stands_beside_the_step() -> None:
    """As the organisation's runbook names them."""
    book = branching_runbook()
    first = book.steps[0].model_copy(update={"contacts": ("pki-oncall", "<!here>")})
    words = _words(runbook(incident_snapshot(), book.model_copy(update={"steps": (first, *book.steps[1:])})))
    assert "☎️ pki-oncall, &lt;!here&gt;" in words


def test_what_cannot_be_connected_to_has_nothing_to_check() -> None:
    """A CA or a key is no host: the button would only be refused."""
    steps = {"path": DONE}
    subject = parse_subject("ca:vault-pki")
    assert "check_step" in _words(runbook(incident_snapshot(steps=steps), branching_runbook()))
    message = runbook(incident_snapshot(steps=steps, subject=subject), branching_runbook())
    assert "check_step" not in _words(message)
