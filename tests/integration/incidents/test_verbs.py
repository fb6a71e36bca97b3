"""The verbs that change an incident, on both databases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.incidents.answer import answer_question
from bot.incidents.assign_role import assign_role
from bot.incidents.close import close_incident
from bot.incidents.errors import IncidentError, IncidentNotFoundError
from bot.incidents.finding import open_incidents
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import incident_for_change, lane_key
from bot.incidents.open import Opened, OpenIncident, open_incident
from bot.incidents.post_update import PostUpdate, post_update
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.remind import REMIND, remind
from bot.incidents.request_diagnosis import request_diagnosis
from bot.incidents.set_category import set_category
from bot.incidents.set_severity import set_severity
from bot.incidents.snapshot import Snapshot, load_snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.tables import IncidentRow
from bot.incidents.tick_step import TickStep, refuse_tick, tick_step
from bot.incidents.vocabulary import EffectKind, Impact, Role, UpdateState
from bot.integrations.catalogue import ServiceFacts
from bot.jobs.table import JobRow, JobState
from bot.runbooks import RunbookLibrary
from bot.storage.database import Database
from bot.taxonomy import TierId

BOOKS = content.root() / "runbooks"
KNOWLEDGE = Knowledge.load(BOOKS)
LIBRARY = RunbookLibrary.load(BOOKS)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
API = ServiceFacts(
    name="api", environment="production", criticality="critical", on_call=("U0CMD",), service_owner="U0OWN"
)


@dataclass
class Incidents:
    """One workspace's incidents."""

    database: Database
    team_id: str = "T1"

    async def open(self, text: str = "api.example.com", **options: object) -> Opened:
        """Open one, as the command does."""
        fields: dict[str, object] = {"reporter": "U0REP", "service": API, **options}
        command = OpenIncident(self.team_id, parse_subject(text), **fields)  # type: ignore[arg-type] # as the tests give them
        async with self.database.transaction() as session:
            return await open_incident(session, command, NOW, knowledge=KNOWLEDGE)

    @asynccontextmanager
    async def change(self, opened: Opened) -> AsyncIterator[tuple[AsyncSession, IncidentRow]]:
        """One transaction on it."""
        async with self.database.transaction() as session:
            yield session, await incident_for_change(session, self.team_id, opened.incident_id)

    async def snapshot(self, opened: Opened) -> Snapshot:
        """As renderers see it."""
        async with self.database.reading() as session:
            return await load_snapshot(session, self.team_id, opened.incident_id)

    async def job(self, key: str) -> JobRow | None:
        """The job with this key."""
        async with self.database.reading() as session:
            found: JobRow | None = await session.scalar(select(JobRow).where(JobRow.key == key))
            return found


@pytest.fixture
def incidents(database: Database) -> Incidents:
    """No incident yet."""
    return Incidents(database)


async def test_opening_is_one_transaction_with_all_that_follows(incidents: Incidents) -> None:
    """The incident, its people, its timers and its lane."""
    opened = await incidents.open(report="it fails", response_url="http://127.0.0.1/reply")
    snapshot = await incidents.snapshot(opened)
    assert (snapshot.severity, snapshot.severity_provisional) == (TierId.T1, True)
    assert snapshot.roles == {Role.SERVICE_OWNER: "U0OWN"}
    wanted = {(effect.kind, effect.target) for effect in snapshot.effects}
    assert wanted == {
        (EffectKind.INVITE, "U0REP"),
        (EffectKind.INVITE, "U0CMD"),
        (EffectKind.PIN, "card"),
        (EffectKind.REPLY, "http://127.0.0.1/reply"),
    }
    assert snapshot.next_update_due_at == NOW + timedelta(minutes=30)
    for key, run_at in (
        (lane_key(opened.incident_id), NOW),
        (f"diagnose/{opened.incident_id}/1", NOW),
        (f"{REMIND}/{opened.incident_id}", NOW + timedelta(minutes=25)),
    ):
        job = await incidents.job(key)
        assert job is not None
        assert job.run_at == run_at


async def test_the_same_subject_is_the_same_incident(incidents: Incidents) -> None:
    """Until it is closed; and never across workspaces."""
    first = await incidents.open()
    again = await incidents.open("https://API.example.com/x", reporter="U0TWO")
    assert (again.incident_id, again.already_open) == (first.incident_id, True)
    assert not (await Incidents(incidents.database, "T2").open()).already_open
    async with incidents.change(first) as (session, incident):
        await close_incident(session, incident, NOW, by="U0CMD")
    later = await incidents.open()
    assert not later.already_open
    assert (await incidents.snapshot(later)).channel_name.endswith("-2")


async def test_another_workspace_cannot_reach_it(incidents: Incidents) -> None:
    """No query crosses workspaces."""
    opened = await incidents.open()
    with pytest.raises(IncidentNotFoundError):
        await Incidents(incidents.database, "T2").snapshot(opened)


async def test_a_private_incident_is_in_no_list(incidents: Incidents) -> None:
    """And is not joined by who reports the same."""
    private = await incidents.open(private=True)
    other = await incidents.open()
    assert other.incident_id != private.incident_id
    async with incidents.database.reading() as session:
        listed = await open_incidents(session, "T1")
    assert [line.id for line in listed] == [other.incident_id]


async def test_a_subject_that_is_no_host_is_not_connected_to(incidents: Incidents) -> None:
    """A CA has no address; a person can name a host that uses it."""
    opened = await incidents.open("ca:vault-pki")
    assert (await incidents.snapshot(opened)).diagnoses == ()
    with pytest.raises(IncidentError, match="cannot be connected to"):
        async with incidents.change(opened) as (session, incident):
            await request_diagnosis(session, incident, NOW, requested_by="U0REP")


async def test_a_diagnosis_is_stored_once(incidents: Incidents) -> None:
    """A job that runs again after a crash changes nothing any more."""
    opened = await incidents.open()
    for words in ("first", "second"):
        async with incidents.change(opened) as (session, incident):
            await record_diagnosis(session, incident, 1, words, NOW, knowledge=KNOWLEDGE)
    snapshot = await incidents.snapshot(opened)
    assert [d.error for d in snapshot.diagnoses] == ["first"]
    assert sum(1 for entry in snapshot.timeline if entry.kind == "diagnosed") == 1


async def test_an_answer_changes_the_suggestion(incidents: Incidents) -> None:
    """The last answer to a question counts."""
    opened = await incidents.open(service=None, report="the certificate expired")
    numbers = []
    for choice in ("standby", "standby", "non-production"):
        async with incidents.change(opened) as (session, incident):
            await answer_question(
                session, incident, "environment", choice, NOW, by="U0REP", knowledge=KNOWLEDGE
            )
        suggestion = (await incidents.snapshot(opened)).suggestion
        assert suggestion is not None
        numbers.append((suggestion.number, suggestion.suggestion.ranked[0].id))
    assert numbers == [(1, "expiry.hot-spare"), (1, "expiry.hot-spare"), (2, "expiry.non-production")]


async def test_an_update_answers_the_reminder_and_moves_the_next(incidents: Incidents) -> None:
    """The promise in the update is the clock from then on."""
    opened = await incidents.open()
    async with incidents.change(opened) as (session, incident):
        assert await remind(session, incident, NOW + timedelta(minutes=25), policy=KNOWLEDGE.policy)
    assert len((await incidents.snapshot(opened)).reminders) == 1
    promise = NOW + timedelta(minutes=70)
    command = PostUpdate("U0CMD", UpdateState.FIXING, "still failing", Impact.FULL, next_update_by=promise)
    async with incidents.change(opened) as (session, incident):
        await post_update(session, incident, command, NOW + timedelta(minutes=28), knowledge=KNOWLEDGE)
    snapshot = await incidents.snapshot(opened)
    assert snapshot.reminders == ()
    assert snapshot.next_update_due_at == promise
    timer = await incidents.job(f"{REMIND}/{opened.incident_id}")
    assert timer is not None
    assert timer.run_at == promise - timedelta(minutes=5)
    async with incidents.change(opened) as (session, incident):
        assert await remind(session, incident, NOW + timedelta(minutes=55), policy=KNOWLEDGE.policy) is None


async def test_an_ignored_reminder_is_followed_by_the_next_beat(incidents: Incidents) -> None:
    """One nudge at a time, each for its own beat, without drift; a day of silence is one nudge, not forty-eight."""
    opened = await incidents.open()
    due = []
    for minutes in (25, 56, 24 * 60):
        async with incidents.change(opened) as (session, incident):
            reminder = await remind(
                session, incident, NOW + timedelta(minutes=minutes), policy=KNOWLEDGE.policy
            )
            assert reminder is not None
            due.append(reminder.due_at)
        assert len((await incidents.snapshot(opened)).reminders) == 1
    assert due == [NOW + timedelta(minutes=minutes) for minutes in (30, 60, 24 * 60)]


async def test_a_promise_for_the_past_is_refused(incidents: Incidents) -> None:
    """Nothing is stored of such an update."""
    opened = await incidents.open()
    command = PostUpdate("U0CMD", UpdateState.FIXING, "x", Impact.NONE, next_update_by=NOW)
    with pytest.raises(IncidentError, match="for the past"):
        async with incidents.change(opened) as (session, incident):
            await post_update(session, incident, command, NOW, knowledge=KNOWLEDGE)
    assert (await incidents.snapshot(opened)).updates == ()


async def test_anyone_raises_the_severity_and_role_holders_lower_it(incidents: Incidents) -> None:
    """And the next update is re-timed."""
    opened = await incidents.open(severity=TierId.T2)
    async with incidents.change(opened) as (session, incident):
        await set_severity(session, incident, TierId.T1, NOW, by="U0ANY", policy=KNOWLEDGE.policy)
    assert (await incidents.snapshot(opened)).next_update_due_at == NOW + timedelta(minutes=30)
    with pytest.raises(IncidentError, match="holds a role"):
        async with incidents.change(opened) as (session, incident):
            await set_severity(session, incident, TierId.T4, NOW, by="U0ANY", policy=KNOWLEDGE.policy)
    async with incidents.change(opened) as (session, incident):
        await assign_role(session, incident, Role.COMMANDER, "U0ANY", NOW, by="U0ANY")
        await set_severity(session, incident, TierId.T4, NOW, by="U0ANY", policy=KNOWLEDGE.policy)
    snapshot = await incidents.snapshot(opened)
    assert (snapshot.severity, snapshot.next_update_due_at) == (TierId.T4, None)
    timer = await incidents.job(f"{REMIND}/{opened.incident_id}")
    assert timer is not None
    assert timer.state == JobState.CANCELLED


async def _with_runbook(incidents: Incidents) -> Opened:
    opened = await incidents.open()
    async with incidents.change(opened) as (session, incident):
        await set_category(
            session, incident, "expiry.production", NOW, by="U0CMD", knowledge=KNOWLEDGE, runbooks=LIBRARY
        )
    return opened


async def test_a_step_ticked_twice_is_ticked_once(incidents: Incidents) -> None:
    """Who was first stays, and a tick can be taken back."""
    opened = await _with_runbook(incidents)
    for by in ("U0ONE", "U0TWO"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, TickStep("expiry.production", "confirm", True, by), NOW)
    step = (await incidents.snapshot(opened)).steps["confirm"]
    assert (step.done, step.by) == (True, "U0ONE")
    async with incidents.change(opened) as (session, incident):
        await tick_step(session, incident, TickStep("expiry.production", "confirm", False, "U0TWO"), NOW)
    assert not (await incidents.snapshot(opened)).steps["confirm"].done


async def test_a_tick_in_another_runbook_is_refused_and_drawn_back(incidents: Incidents) -> None:
    """The client forgets what it showed, since the block's id changes."""
    opened = await _with_runbook(incidents)
    command = TickStep("expiry.production", "confirm", True, "U0ONE")
    async with incidents.change(opened) as (session, incident):
        await set_category(
            session, incident, "trust.missing-root", NOW, by="U0CMD", knowledge=KNOWLEDGE, runbooks=LIBRARY
        )
    with pytest.raises(IncidentError, match="another runbook"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, command, NOW)
    async with incidents.change(opened) as (session, incident):
        await refuse_tick(session, incident, command, NOW)
        await set_category(
            session, incident, "expiry.production", NOW, by="U0CMD", knowledge=KNOWLEDGE, runbooks=LIBRARY
        )
    assert (await incidents.snapshot(opened)).steps["confirm"].redraws == 1


async def test_a_closed_incident_stays_as_it_is(incidents: Incidents) -> None:
    """Its timer stops, and every verb says so."""
    opened = await _with_runbook(incidents)
    async with incidents.change(opened) as (session, incident):
        await close_incident(session, incident, NOW, by="U0CMD")
    timer = await incidents.job(f"{REMIND}/{opened.incident_id}")
    assert timer is not None
    assert timer.state == JobState.CANCELLED
    with pytest.raises(IncidentError, match="closed already"):
        async with incidents.change(opened) as (session, incident):
            await close_incident(session, incident, NOW, by="U0CMD")
    with pytest.raises(IncidentError, match="closed"):
        async with incidents.change(opened) as (session, incident):
            await tick_step(session, incident, TickStep("expiry.production", "confirm", True, "U0ONE"), NOW)
