"""The suggestion, with everything that hangs on it."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import content
from bot.incidents.snapshot import SuggestionSnapshot
from bot.incidents.suggestion_document import severity_of, similar_of, suggestion_document
from bot.incidents.vocabulary import IncidentState
from bot.known_incidents.library import KnownIncidentLibrary, LibraryEntry
from bot.known_incidents.similar import KnownIncidents, SimilarIncident
from bot.runbooks import Runbook, RunbookLibrary
from bot.sandbox.blocks import check_message
from bot.slack.message import Message
from bot.slack.messages.suggestion import suggestion, suggestion_in_brief
from bot.taxonomy import SeverityRecommendation, Taxonomy, TierId
from bot.triage import (
    Choice,
    Question,
    RankedCategory,
    Suggestion,
    Verdict,
    suggestion_from_json,
    suggestion_to_json,
)
from tests.unit.incident_snapshot import OPENED_AT, incident_snapshot

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
LIBRARY = KnownIncidentLibrary.load(BOOKS / "known")
KNOWN = KnownIncidents(LIBRARY, TAXONOMY)
EXPIRED = RunbookLibrary.load(BOOKS).for_category("expiry.production")
EVERY_ENTRY = {
    one.id: one
    for category in {entry.category for entry in LIBRARY.entries}
    for one in KNOWN.similar((), {category: 1.0}, "", most=len(LIBRARY.entries))
}
QUESTIONS = tuple(
    Question(category, text, tuple(Choice(f"c{n}", f"Choice {n}") for n in range(5)))
    for category, text in (("one", "Which one is it?"), ("two", "Since when?"), ("three", "Who sees it?"))
)


def _judged(
    verdict: Verdict = Verdict.SUGGESTED,
    *,
    similar: Iterable[SimilarIncident] = (),
    reasons: tuple[str, ...] = ("the certificate expired",),
    questions: tuple[Question, ...] = (),
) -> SuggestionSnapshot:
    ranked = (
        RankedCategory("expiry.production", "Expired in production", 0.82, reasons, reasons),
        RankedCategory("expiry.hot-spare", "Expired hot spare", 0.11, (), ()),
    )
    made = Suggestion(verdict=verdict, ranked=ranked, questions=questions)
    return SuggestionSnapshot(1, OPENED_AT, made, similar=tuple(similar))


def _sent(message: Message | None) -> list[Any]:
    assert message is not None
    blocks: list[Any] = json.loads(json.dumps(message.blocks, default=dict))
    return blocks


def _words(message: Message | None) -> str:
    return json.dumps(_sent(message), ensure_ascii=False)


def _rendered(judged: SuggestionSnapshot, first_steps: Runbook | None = EXPIRED, **changes: Any) -> Message:
    message = suggestion(incident_snapshot(suggestion=judged, **changes), TAXONOMY, first_steps)
    assert message is not None
    return message


def test_nothing_is_suggested_before_anything_is_known() -> None:
    """No message at all."""
    assert suggestion(incident_snapshot(), TAXONOMY, None) is None


def test_similar_incidents_stand_below_the_suggestion() -> None:
    """With their cause, what fixed them and a button."""
    one = EVERY_ENTRY["deploy-hook-failed-unseen"]
    words = _words(_rendered(_judged(similar=[one])))
    for text in ("Known incidents like this one", one.title, "Took ", "Fixed by: ", "same kind: ", '"Open"'):
        assert text in words


def test_similar_incidents_stay_when_the_category_is_confirmed() -> None:
    """They are read after it, too."""
    one = EVERY_ENTRY["deploy-hook-failed-unseen"]
    message = _rendered(_judged(similar=[one]), category="expiry.production", category_by="U2")
    assert "confirmed by <@U2>" in _words(message)
    assert one.title in _words(message)


def test_a_closed_incident_has_no_choice_left() -> None:
    """Nor can its category be changed."""
    closed = _rendered(_judged(), state=IncidentState.CLOSED)
    assert [block for block in _sent(closed) if block["type"] == "actions"] == []
    confirmed = _rendered(_judged(), state=IncidentState.CLOSED, category="expiry.production")
    assert "Change…" not in _words(confirmed)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.SUGGESTED, "*Expired in production* (likely, 82 %)"),
        (Verdict.UNSURE, "*Not sure yet.*"),
        (Verdict.NONE_OF_THESE, "*None of the nineteen kinds fits.*"),
        (Verdict.NOT_CERTIFICATE, "*This looks like no certificate incident.*"),
    ],
)
def test_each_verdict_has_its_headline(verdict: Verdict, words: str) -> None:
    """An answer that is not sure says so."""
    assert words in _words(_rendered(_judged(verdict)))


def _longest(entries: Iterable[LibraryEntry]) -> list[SimilarIncident]:
    shown = [EVERY_ENTRY[entry.incident.id] for entry in entries if entry.incident.id in EVERY_ENTRY]
    return sorted(shown, key=lambda one: -len(one.title + one.root_cause + one.fixed_by))


def test_the_three_longest_of_the_library_fit_a_message() -> None:
    """With the most reasons and questions beside them."""
    similar = _longest(LIBRARY.entries)[:3]
    judged = _judged(Verdict.UNSURE, similar=similar, reasons=("a reason " * 40,) * 6, questions=QUESTIONS)
    blocks = _sent(_rendered(judged))
    assert [str(issue) for issue in check_message(blocks)] == []
    assert all(one.title in json.dumps(blocks, ensure_ascii=False) for one in similar)


@pytest.mark.parametrize("id_", sorted(EVERY_ENTRY))
def test_every_entry_of_the_library_is_accepted(id_: str) -> None:
    """Before and after the category is confirmed."""
    for category in (None, "expiry.production"):
        message = _rendered(_judged(similar=[EVERY_ENTRY[id_]]), category=category)
        assert [str(issue) for issue in check_message(_sent(message))] == []


TEXT = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.builds("".__add__, st.sampled_from(["<!channel>", "&" * 4000, "x" * 4000, "<" * 700, "\u202e" * 300])),
)
SIMILAR = st.builds(
    SimilarIncident,
    id=st.sampled_from(["inc_1", "deploy-hook-failed-unseen"]),
    title=TEXT,
    score=st.floats(0, 1),
    why=st.lists(TEXT, max_size=4).map(tuple),
    own=st.booleans(),
    root_cause=TEXT,
    fixed_by=TEXT,
    resolution_time=st.none() | TEXT,
    channel_id=st.sampled_from([None, "C1"]),
    date=st.sampled_from([None, "2026-11-24"]),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    verdict=st.sampled_from(Verdict),
    similar=st.lists(SIMILAR, max_size=3),
    reasons=st.lists(TEXT.filter(bool), max_size=6).map(tuple),
    questions=st.sampled_from([(), QUESTIONS]),
    category=st.sampled_from([None, "expiry.production"]),
)
def test_whatever_is_in_them_makes_a_message_that_slack_takes(
    verdict: Verdict,
    similar: list[SimilarIncident],
    reasons: tuple[str, ...],
    questions: tuple[Question, ...],
    category: str | None,
) -> None:
    """Our own incidents hold what people wrote."""
    judged = _judged(verdict, similar=similar, reasons=reasons, questions=questions)
    blocks = _sent(_rendered(judged, category=category))
    assert [str(issue) for issue in check_message(blocks)] == []
    assert "<!channel>" not in json.dumps(blocks)


def test_the_most_that_can_be_said_still_has_its_buttons() -> None:
    """What is left out is at the end: similar incidents, not the choice."""
    full = "&" * 4000
    one = SimilarIncident("inc_1", full, 1.0, (full,) * 4, own=True, root_cause=full, fixed_by=full)
    judged = _judged(Verdict.UNSURE, similar=[one] * 3, reasons=(full,) * 6, questions=QUESTIONS)
    words = _words(_rendered(judged))
    assert all(question.text in words for question in QUESTIONS)
    assert "Another category…" in words
    assert "Known incidents like this one" in words


def test_what_is_stored_is_read_back() -> None:
    """Suggestion, severity and similar incidents."""
    judged = _judged(similar=[EVERY_ENTRY["deploy-hook-failed-unseen"]], questions=QUESTIONS)
    severity = SeverityRecommendation(TierId.T1, ("customers cannot use it",))
    document = json.loads(json.dumps(suggestion_document(judged.suggestion, severity, judged.similar)))
    assert suggestion_from_json(document) == judged.suggestion
    assert severity_of(document) == severity
    assert similar_of(document) == judged.similar


def test_what_an_earlier_version_stored_is_still_read() -> None:
    """It had neither severity nor similar incidents."""
    made = _judged(questions=QUESTIONS).suggestion
    document = json.loads(json.dumps(suggestion_to_json(made)))
    assert suggestion_from_json(document) == made
    assert severity_of(document) is None
    assert similar_of(document) == ()


def test_the_answer_in_brief_names_what_is_similar() -> None:
    """Escaped, with the confirmed category first."""
    one = SimilarIncident("inc_1", "<!channel>", 1.0, (), own=True, root_cause="", fixed_by="")
    lines = suggestion_in_brief(
        incident_snapshot(suggestion=_judged(similar=[one]), category="expiry.production"), TAXONOMY
    ).splitlines()
    assert lines[0] == f"Confirmed: *{TAXONOMY.name_of('expiry.production')}*"
    assert lines[1] == "*Expired in production* (likely, 82 %)"
    assert lines[-1] == "Like: &lt;!channel&gt;"


def test_the_answer_in_brief_where_nothing_is_known() -> None:
    """It says what to do."""
    assert "`/certinc suggest WORDS`" in suggestion_in_brief(incident_snapshot(), TAXONOMY)
