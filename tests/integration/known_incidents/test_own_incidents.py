"""What an incident leaves for the next one when it is closed, on both databases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.incidents.add_clue import MAX_CLUES, add_clue
from bot.incidents.answer import answer_question
from bot.incidents.errors import IncidentError
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import incident_for_change
from bot.incidents.open import OpenIncident, open_incident
from bot.incidents.post_update import PostUpdate, post_update
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.set_category import set_category
from bot.incidents.snapshot import Snapshot, SuggestionSnapshot, load_snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.suggest_again import suggest_again
from bot.incidents.tables import IncidentRow, SuggestionRow
from bot.incidents.vocabulary import Impact, TimelineKind, UpdateState
from bot.integrations.catalogue import ServiceFacts
from bot.known_incidents.tables import PastIncidentRow, PastTraitRow, TraitCountRow
from bot.reviews.close_with_review import CloseWithReview, close_with_review
from bot.runbooks import RunbookLibrary
from bot.storage.database import Database
from bot.taxonomy import TierId
from bot.words import stem
from tests.expired_diagnosis import expired_diagnosis

BOOKS = content.root() / "runbooks"
KNOWLEDGE = Knowledge.load(BOOKS)
LIBRARY = RunbookLibrary.load(BOOKS)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
API = ServiceFacts(
    name="api", environment="production", criticality="critical", team="payments", issuance="acme"
)
EXPIRED = "certificate has expired"
CAUSE = "The deploy hook ran as a user who may not write there."


@dataclass
class Incidents:
    """One workspace's incidents."""

    database: Database
    team_id: str = "T1"
    now: datetime = NOW

    async def open(
        self, subject: str = "api.example.com", report: str = EXPIRED, *, private: bool = False
    ) -> str:
        """Open one that is diagnosed as expired where it is a host; its id."""
        command = OpenIncident(
            self.team_id, parse_subject(subject), "U0REP", report=report, service=API, private=private
        )
        async with self.database.transaction() as session:
            opened = await open_incident(session, command, self.now, knowledge=KNOWLEDGE)
            incident = await incident_for_change(session, self.team_id, opened.incident_id)
            incident.channel_id = f"C{opened.incident_id[-5:]}"
            await record_diagnosis(session, incident, 1, expired_diagnosis(), self.now, knowledge=KNOWLEDGE)
        return opened.incident_id

    @asynccontextmanager
    async def change(self, incident_id: str) -> AsyncIterator[tuple[AsyncSession, IncidentRow]]:
        """One transaction on it."""
        async with self.database.transaction() as session:
            yield session, await incident_for_change(session, self.team_id, incident_id)

    async def categorise(self, incident_id: str, category: str) -> None:
        """Confirm the category."""
        async with self.change(incident_id) as (session, incident):
            await set_category(
                session, incident, category, self.now, by="U0CMD", knowledge=KNOWLEDGE, runbooks=LIBRARY
            )

    async def update(self, incident_id: str, state: UpdateState, words: str, impact: Impact) -> None:
        """Post a status update."""
        async with self.change(incident_id) as (session, incident):
            command = PostUpdate("U0CMD", state, words, impact)
            await post_update(session, incident, command, self.now, knowledge=KNOWLEDGE)

    async def close(
        self, incident_id: str, cause: str = CAUSE, cause_id: str = "", answers: dict[str, str] | None = None
    ) -> None:
        """Close it with its review."""
        command = CloseWithReview("U0CMD", "U0OWN", date(2026, 12, 1), cause, cause_id, answers or {})
        async with self.change(incident_id) as (session, incident):
            await close_with_review(session, incident, command, self.now, taxonomy=KNOWLEDGE.taxonomy)

    async def snapshot(self, incident_id: str) -> Snapshot:
        """As renderers see it."""
        async with self.database.reading() as session:
            return await load_snapshot(session, self.team_id, incident_id)

    async def judged(self, incident_id: str) -> SuggestionSnapshot:
        """What is thought of it now."""
        suggestion = (await self.snapshot(incident_id)).suggestion
        assert suggestion is not None
        return suggestion

    async def remembered(self) -> list[PastIncidentRow]:
        """All that joined the knowledge, of every workspace."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(PastIncidentRow).order_by(PastIncidentRow.id)))


@pytest.fixture
def incidents(database: Database) -> Incidents:
    """No incident yet."""
    return Incidents(database)


async def test_a_closed_incident_is_remembered_with_what_its_review_says(incidents: Incidents) -> None:
    """Cause, gap, what settled it, how long it took, and its channel."""
    opened = await incidents.open()
    await incidents.categorise(opened, "expiry.production")
    incidents.now += timedelta(minutes=95)
    await incidents.update(opened, UpdateState.RESOLVED, "The hook ran again by hand.", Impact.NONE)
    incidents.now += timedelta(minutes=10)
    await incidents.update(opened, UpdateState.RESOLVED, "The hook ran again by hand.", Impact.NONE)
    incidents.now += timedelta(days=1)
    await incidents.close(opened, cause_id="renewed-not-deployed")
    (past,) = await incidents.remembered()
    assert past.title == f"api.example.com: {KNOWLEDGE.taxonomy.name_of('expiry.production')}"
    assert (past.root_cause, past.fixed_by, past.minutes) == (CAUSE, "The hook ran again by hand.", 95)
    assert past.channel_id == f"C{opened[-5:]}"
    assert past.closed_at == incidents.now
    assert {
        "category:expiry.production",
        "family:example.com",
        "finding:leaf-expired",
        "gap:renewed-not-deployed",
        "host:api.example.com",
        "service:api",
        "team:payments",
        "workflow:acme",
        "word:hook",
    } <= set(past.traits)


async def test_an_incident_that_came_back_was_not_resolved_before(incidents: Incidents) -> None:
    """It took until the last time."""
    opened = await incidents.open()
    for state in (UpdateState.RESOLVED, UpdateState.FIXING, UpdateState.RESOLVED):
        incidents.now += timedelta(hours=1)
        await incidents.update(opened, state, "as before", Impact.NONE)
    await incidents.close(opened)
    (past,) = await incidents.remembered()
    assert past.minutes == 180


async def test_a_private_incident_is_never_remembered(incidents: Incidents) -> None:
    """Not one word of it, in any of the tables."""
    await incidents.close(await incidents.open(private=True))
    async with incidents.database.reading() as session:
        for table in (PastIncidentRow, PastTraitRow, TraitCountRow):
            assert (await session.execute(select(table))).all() == []
    assert [one.own for one in (await incidents.judged(await incidents.open())).similar if one.own] == []


async def test_the_next_incident_of_the_host_shows_the_closed_one_first(incidents: Incidents) -> None:
    """As our own, with its channel, its day, its cause and why."""
    first = await incidents.open()
    await incidents.categorise(first, "expiry.production")
    incidents.now += timedelta(minutes=42)
    await incidents.close(first)
    incidents.now += timedelta(days=90)
    similar = (await incidents.judged(await incidents.open())).similar
    ours = similar[0]
    assert (ours.own, ours.id, ours.channel_id) == (True, first, f"C{first[-5:]}")
    assert (ours.root_cause, ours.resolution_time, ours.date) == (CAUSE, "42 min", "2026-11-24")
    assert "same host: api.example.com" in ours.why
    assert [one.own for one in similar[1:]] == [False] * (len(similar) - 1)


async def test_a_private_incident_may_learn_from_others(incidents: Incidents) -> None:
    """What is known to all is shown to those few."""
    first = await incidents.open()
    await incidents.close(first)
    assert (await incidents.judged(await incidents.open(private=True))).similar[0].id == first


async def test_another_workspace_learns_nothing(incidents: Incidents) -> None:
    """No query crosses workspaces."""
    await incidents.close(await incidents.open())
    others = Incidents(incidents.database, "T2")
    assert not any(one.own for one in (await others.judged(await others.open())).similar)


async def test_an_incident_without_category_or_cause_is_remembered_as_that(incidents: Incidents) -> None:
    """The review says nothing of the cause."""
    await incidents.close(await incidents.open("ca:vault-pki", "vault is sealed"), cause="")
    (past,) = await incidents.remembered()
    assert (past.title, past.category, past.fixed_by) == ("ca:vault-pki", None, "")
    assert past.root_cause == "not stated in the review"
    assert not any(each.startswith(("host:", "category:")) for each in past.traits)


async def test_the_answers_of_the_review_are_part_of_the_knowledge(incidents: Incidents) -> None:
    """Their words make a later incident similar; why it got so far stands for a cause that was not chosen."""
    answers = {"reached": "The chrysalis job had been switched off.", "pattern": "  "}
    await incidents.close(await incidents.open("ca:vault-pki"), cause="", answers=answers)
    (past,) = await incidents.remembered()
    assert past.root_cause == "The chrysalis job had been switched off."
    assert f"word:{stem('chrysalis')}" in past.traits
    again = await incidents.open("ca:other-pki", "is it chrysalis again?")
    assert "same words: \u201cchrysalis\u201d" in str((await incidents.judged(again)).similar[0].why)


async def test_judging_again_stores_nothing_where_nothing_is_new(incidents: Incidents) -> None:
    """However often it is asked for."""
    opened = await incidents.open()
    before = await incidents.judged(opened)
    for _ in range(3):
        async with incidents.change(opened) as (session, incident):
            await suggest_again(session, incident, incidents.now, knowledge=KNOWLEDGE)
    assert (await incidents.judged(opened)).number == before.number
    async with incidents.database.reading() as session:
        rows = await session.scalars(select(SuggestionRow).where(SuggestionRow.incident_id == opened))
        assert len(list(rows)) == before.number


async def test_what_is_said_later_changes_the_ranking_and_is_told(incidents: Incidents) -> None:
    """With who said it; judging without words says nothing."""
    opened = await incidents.open("service:checkout", "something with the certificate")
    before = await incidents.judged(opened)
    words = "we found the private key in a public git repository"
    for said in (words, ""):
        async with incidents.change(opened) as (session, incident):
            await add_clue(session, incident, said, incidents.now, by="U0ONE", knowledge=KNOWLEDGE)
    after = await incidents.judged(opened)
    assert after.number == before.number + 1
    assert after.suggestion.ranked[0].id.startswith("key-compromise.")
    assert after.suggestion.ranked[0].id != before.suggestion.ranked[0].id
    told = [
        (entry.actor, entry.text)
        for entry in (await incidents.snapshot(opened)).timeline
        if entry.kind is TimelineKind.CLUE
    ]
    assert told == [("U0ONE", f"Said what is seen: {words}")]


async def test_of_many_clues_the_latest_are_kept(incidents: Incidents) -> None:
    """They are bounded together."""
    opened = await incidents.open("service:checkout")
    for said in ("first " * 500, "second " * 500, "last"):
        async with incidents.change(opened) as (session, incident):
            await add_clue(session, incident, said.strip(), incidents.now, by="U0ONE", knowledge=KNOWLEDGE)
            assert len(incident.clues) <= MAX_CLUES
    async with incidents.change(opened) as (_, incident):
        assert incident.clues.endswith("\nlast")
        assert incident.clues.count("second") == 500


async def test_nothing_is_added_to_a_closed_incident(incidents: Incidents) -> None:
    """And what was thought of it stays."""
    opened = await incidents.open()
    before = await incidents.judged(opened)
    await incidents.close(opened)
    with pytest.raises(IncidentError, match="closed"):
        async with incidents.change(opened) as (session, incident):
            await add_clue(session, incident, "x", incidents.now, by="U0ONE", knowledge=KNOWLEDGE)
    async with incidents.change(opened) as (session, incident):
        await suggest_again(session, incident, incidents.now, knowledge=KNOWLEDGE)
    assert await incidents.judged(opened) == before


async def test_only_the_confirmed_category_makes_its_kind_similar(incidents: Incidents) -> None:
    """What was likely before no longer counts."""
    opened = await incidents.open("ca:vault-pki", "nothing that anybody could read anything from")
    await incidents.categorise(opened, "ca-outage.internal")
    kinds = set()
    for one in (await incidents.judged(opened)).similar:
        entry = KNOWLEDGE.known.library.find(one.id)
        assert entry is not None
        kinds |= {frozenset((entry.category, *entry.incident.also))}
    assert kinds
    assert all("ca-outage.internal" in each for each in kinds)


@pytest.mark.parametrize(
    ("impact", "tier"), [(Impact.FULL, TierId.T1), (Impact.PARTIAL, TierId.T2), (Impact.NONE, TierId.T3)]
)
async def test_the_recommended_severity_follows_the_last_updates_impact(
    incidents: Incidents, impact: Impact, tier: TierId
) -> None:
    """With its reasons; an earlier update no longer counts."""
    opened = await incidents.open("service:api", "x")
    for each in (Impact.PARTIAL, impact):
        await incidents.update(opened, UpdateState.FIXING, "it fails", each)
    severity = (await incidents.judged(opened)).severity
    assert severity is not None
    assert severity.tier is tier
    assert severity.reasons


async def test_an_answer_changes_the_recommended_severity(incidents: Incidents) -> None:
    """What people say counts more than the catalogue."""
    opened = await incidents.open("service:api", "x")
    async with incidents.change(opened) as (session, incident):
        await answer_question(
            session, incident, "environment", "non-production", incidents.now, by="U0REP", knowledge=KNOWLEDGE
        )
    severity = (await incidents.judged(opened)).severity
    assert severity is not None
    assert severity.tier is TierId.T4
