"""Whatever an incident says, the messages and forms made of it are such as Slack takes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import content
from bot.diagnostics import Finding, Severity
from bot.incidents.snapshot import (
    DiagnosisSnapshot,
    ReminderSnapshot,
    Snapshot,
    SuggestionSnapshot,
    TimelineEntry,
    UpdateSnapshot,
)
from bot.incidents.vocabulary import Impact, IncidentState, Role, TimelineKind, UpdateState
from bot.reviews.snapshot import ActionItem, ReviewSnapshot
from bot.runbooks import RunbookLibrary
from bot.sandbox.blocks import block_text_length, check_message, check_view
from bot.slack.modals.category_form import category_form
from bot.slack.modals.close_form import close_form
from bot.slack.modals.open_form import open_form
from bot.slack.modals.severity_form import severity_form
from bot.slack.modals.update_form import update_form
from bot.slack.surface import SurfaceRenderer
from bot.taxonomy import SeverityPolicy, Taxonomy, TierId
from bot.triage import RankedCategory, Suggestion, Verdict
from tests.expired_diagnosis import expired_diagnosis
from tests.unit.incident_snapshot import OPENED_AT, incident_snapshot

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
POLICY = SeverityPolicy.load(BOOKS / "severity.yaml")
RUNBOOKS = RunbookLibrary.load(BOOKS)
RENDERER = SurfaceRenderer(TAXONOMY, POLICY, RUNBOOKS)
CATEGORIES = [category for group in TAXONOMY.groups for category in group.categories]
DIAGNOSIS = expired_diagnosis()
MOST_OF_A_MESSAGE = 13_000
"""Characters of all blocks, above which people report ``msg_blocks_too_long``."""

WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.sampled_from(["<!channel>", "*bold* `code` ~no~", "&<>" * 100, "\u202ecod.exe", " \n\t "]),
    st.builds("x".__mul__, st.sampled_from([75, 150, 151, 300, 2000, 2001, 3000, 3001, 9000])),
    st.builds("&".__mul__, st.sampled_from([150, 300, 2000, 3000])),
)
MAYBE = st.just("") | WORDS
LATER = st.integers(0, 10_000).map(lambda minutes: OPENED_AT + timedelta(minutes=minutes))
FINDINGS = st.builds(
    Finding, st.just("leaf-expired"), st.sampled_from(Severity), WORDS, WORDS, st.just("RFC 5280")
)
RESULTS = st.builds(
    lambda findings, verdict: replace(DIAGNOSIS, findings=tuple(findings), verdict=verdict),
    st.lists(FINDINGS, min_size=1, max_size=8),
    WORDS,
)
DIAGNOSES = st.builds(
    DiagnosisSnapshot,
    number=st.just(1),
    target=st.sampled_from(["api.example.com", "other.example.com"]),
    requested_by=st.sampled_from([None, "U1"]),
    requested_at=LATER,
    finished_at=st.none() | LATER,
    result=st.none() | RESULTS,
    error=st.none() | WORDS,
)
RANKED = st.builds(
    lambda category, **rest: RankedCategory(category.id, category.name, **rest),
    st.sampled_from(CATEGORIES),
    probability=st.floats(0, 1),
    reasons_for=st.lists(WORDS, max_size=6).map(tuple),
    reasons_against=st.lists(WORDS, max_size=6).map(tuple),
)
SUGGESTIONS = st.builds(
    SuggestionSnapshot,
    number=st.just(1),
    at=LATER,
    suggestion=st.builds(
        Suggestion,
        verdict=st.sampled_from(Verdict),
        ranked=st.lists(RANKED, min_size=1, max_size=3).map(tuple),
        questions=st.just(()),
    ),
)
UPDATES = st.builds(
    UpdateSnapshot,
    number=st.just(1),
    at=LATER,
    by=st.just("U2"),
    state=st.sampled_from(UpdateState),
    what_users_see=WORDS,
    impact=st.sampled_from(Impact),
    eta=MAYBE,
    next_step=MAYBE,
    next_update_by=st.none() | LATER,
)
NOTES = st.builds(
    TimelineEntry,
    id=st.just(1),
    at=LATER,
    kind=st.just(TimelineKind.NOTED),
    actor=st.sampled_from([None, "U1"]),
    text=WORDS,
)
ITEMS = st.builds(
    ActionItem,
    id=st.just("i"),
    incident_id=st.just("inc_1"),
    number=st.just(1),
    title=WORDS,
    why=WORDS,
    acceptance=WORDS,
    gap=st.just("process"),
    owner=st.just("U1"),
    due_on=st.just(date(2026, 12, 24)),
    reference=st.sampled_from([None, "OPS-1"]),
    url=st.sampled_from([None, "https://example.com/OPS-1"]),
    error=st.none() | WORDS,
)
REVIEWS = st.builds(
    ReviewSnapshot,
    owner=st.just("U1"),
    due_on=st.just(date(2026, 12, 24)),
    cause=MAYBE,
    answers=st.just({}),
    at=LATER,
    by=st.just("U1"),
    document=st.none() | st.just("review.md"),
    items=st.lists(ITEMS, max_size=30).map(tuple),
)


@st.composite
def incidents(draw: st.DrawFn) -> Snapshot:
    """An incident in which much was said."""
    category = draw(st.none() | st.sampled_from(CATEGORIES))
    return incident_snapshot(
        state=draw(st.sampled_from(IncidentState)),
        report=draw(MAYBE),
        severity=draw(st.sampled_from(TierId)),
        severity_reasons=tuple(draw(st.lists(WORDS, max_size=5))),
        category=category.id if category else None,
        runbook=RUNBOOKS.for_category(category.id) if category else None,
        roles=draw(st.sampled_from([{}, {Role.COMMANDER: "U2"}])),
        diagnoses=tuple(draw(st.lists(DIAGNOSES, max_size=2))),
        suggestion=draw(st.none() | SUGGESTIONS),
        updates=tuple(draw(st.lists(UPDATES, max_size=1))),
        timeline=tuple(draw(st.lists(NOTES, max_size=1))),
        reminders=draw(st.sampled_from([(), (ReminderSnapshot(1, OPENED_AT),)])),
        card_link=draw(st.sampled_from([None, "https://example.slack.com/archives/C1/p1"])),
        next_update_due_at=draw(st.none() | LATER),
    )


_RUN = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _sent(value: object) -> Any:
    """As it travels: mappings and tuples as objects and arrays."""
    return json.loads(json.dumps(value, default=dict))


@_RUN
@given(incidents(), st.none() | REVIEWS)
def test_every_message_is_accepted(incident: Snapshot, made: ReviewSnapshot | None) -> None:
    """Card, diagnoses, suggestion, runbook, notes, updates, reminders, review and announcements."""
    for posting in RENDERER(incident, made).postings:
        blocks = _sent(posting.message.blocks)
        assert [str(issue) for issue in check_message(blocks)] == [], posting.key
        assert block_text_length(blocks) <= MOST_OF_A_MESSAGE
        assert posting.message.text.strip()


@_RUN
@given(incidents())
def test_every_form_is_accepted(incident: Snapshot) -> None:
    """The five modals."""
    now = OPENED_AT + timedelta(hours=1)
    forms: list[Mapping[str, object]] = [
        open_form("https://hooks.slack.com/commands/T1/1/x"),
        update_form(incident, POLICY, now),
        severity_form(incident, POLICY),
        category_form(incident, TAXONOMY),
        close_form(incident, RUNBOOKS, now),
    ]
    for form in forms:
        assert [str(issue) for issue in check_view(_sent(form), "modal")] == [], form["callback_id"]


def test_a_verdict_of_any_length_makes_a_message() -> None:
    """A server's certificate may have names without end, and the fallback of a message holds 4,000 characters."""
    long = replace(DIAGNOSIS, verdict="The certificate is for " + "&" * 9000)
    entry = DiagnosisSnapshot(1, "api.example.com", None, OPENED_AT, OPENED_AT, long, None)
    postings = RENDERER(incident_snapshot(diagnoses=(entry,)), None).postings
    (message,) = [posting.message for posting in postings if posting.key == "diagnosis/1"]
    assert check_message(_sent(message.blocks)) == []
