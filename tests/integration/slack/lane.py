"""One incident and the verbs that can happen to it; and its lane, driven pass by pass without waiting."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.clock import Clock
from bot.diagnostics import Diagnosis
from bot.incidents.assign_role import assign_role
from bot.incidents.close import close_incident
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.note import add_note
from bot.incidents.open import OpenIncident, open_incident
from bot.incidents.post_update import PostUpdate, post_update
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.remind import remind
from bot.incidents.set_category import set_category
from bot.incidents.set_severity import set_severity
from bot.incidents.snapshot import Snapshot, load_snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.tables import IncidentRow
from bot.incidents.tick_step import TickStep, tick_step
from bot.incidents.vocabulary import Impact, IncidentState, Role, UpdateState
from bot.jobs.claims import Claim, Job
from bot.jobs.worker import Done
from bot.runbooks import RunbookLibrary
from bot.sandbox.server import RunningSandbox
from bot.slack.budget import Budget
from bot.slack.card_pace import CardPace
from bot.slack.errors import SlackError
from bot.slack.gateway import SlackGateway
from bot.slack.reconciler import Reconciler, Renderer
from bot.slack.surface import SurfaceRenderer
from bot.slack.workspace import Workspace, read_workspace
from bot.storage.database import Database
from bot.taxonomy import TierId
from tests.integration.slack.mishaps import Mishaps, client_of, workspace

BOOKS = content.root() / "runbooks"
KNOWLEDGE = Knowledge.load(BOOKS)
LIBRARY = RunbookLibrary.load(BOOKS)
RENDERER = SurfaceRenderer(KNOWLEDGE.taxonomy, KNOWLEDGE.policy, LIBRARY)
MAX_PASSES = 60
SECONDS_A_PASS = 6.0


class Seconds:
    """A monotonic clock for budgets that moves when told to, so that no test waits for one."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


class Story:
    """One incident, and the verbs that can happen to it."""

    def __init__(self, database: Database, clock: Clock, team_id: str, people: Mapping[str, str]) -> None:
        self.database = database
        self.clock = clock
        self.team_id = team_id
        self.people = people
        self.incident_id = ""

    async def open(self) -> None:
        """Open the incident."""
        command = OpenIncident(
            self.team_id, parse_subject("api.example.com"), self.people["responder"], "it fails"
        )
        async with self.database.transaction() as session:
            opened = await open_incident(session, command, self.clock.now(), knowledge=KNOWLEDGE)
        self.incident_id = opened.incident_id

    async def act(self, name: str) -> None:
        """One event. What the incident's state does not allow any more is left out."""
        async with self.database.transaction() as session:
            incident = await incident_for_change(session, self.team_id, self.incident_id)
            if incident.state == IncidentState.OPEN:
                await EVENTS[name](self, session, incident)

    async def diagnosed(self, result: Diagnosis) -> None:
        """The diagnosis that was asked for at opening has ended with ``result``."""
        async with self.database.transaction() as session:
            incident = await incident_for_change(session, self.team_id, self.incident_id)
            await record_diagnosis(session, incident, 1, result, self.clock.now(), knowledge=KNOWLEDGE)


Event = Callable[[Story, AsyncSession, IncidentRow], Awaitable[object]]


async def _diagnosed(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    await record_diagnosis(
        session, incident, 1, "It could not be observed.", story.clock.now(), knowledge=KNOWLEDGE
    )


async def _updated(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    now = story.clock.now()
    by = story.people["commander"]
    promise = now + timedelta(minutes=30)
    command = PostUpdate(by, UpdateState.FIXING, "still failing", Impact.FULL, next_update_by=promise)
    await post_update(session, incident, command, now, knowledge=KNOWLEDGE)


async def _reminded(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    if incident.next_update_due_at is not None:
        await remind(session, incident, incident.next_update_due_at, policy=KNOWLEDGE.policy)


async def _noted(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    hostile = "<!channel> the CA is called \u202e <https://evil.example|CA>"
    await add_note(session, incident, hostile, story.clock.now(), by=story.people["responder"])


async def _categorised(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    await set_category(
        session,
        incident,
        "expiry.production",
        story.clock.now(),
        by=story.people["commander"],
        knowledge=KNOWLEDGE,
        runbooks=LIBRARY,
    )


async def _ticked(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    if incident.runbook:
        step = TickStep("expiry.production", "confirm", done=True, by=story.people["commander"])
        await tick_step(session, incident, step, story.clock.now())


async def _unticked(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    if incident.runbook:
        step = TickStep("expiry.production", "confirm", done=False, by=story.people["commander"])
        await tick_step(session, incident, step, story.clock.now())


async def _redrawn(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    """The machine, not a person, changes what the card says."""
    if incident.next_update_due_at is not None:
        incident.next_update_due_at += timedelta(minutes=1)
        await changed(session, incident, story.clock.now())


async def _raised(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    by = story.people["commander"]
    await set_severity(session, incident, TierId.T1, story.clock.now(), by=by, policy=KNOWLEDGE.policy)


async def _commanded(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    commander = story.people["commander"]
    await assign_role(session, incident, Role.COMMANDER, commander, story.clock.now(), by=commander)


async def _closed(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    await close_incident(session, incident, story.clock.now(), by=story.people["commander"])


EVENTS: dict[str, Event] = {
    "diagnosed": _diagnosed,
    "updated": _updated,
    "reminded": _reminded,
    "noted": _noted,
    "categorised": _categorised,
    "ticked": _ticked,
    "unticked": _unticked,
    "redrawn": _redrawn,
    "raised": _raised,
    "commanded": _commanded,
    "closed": _closed,
}


@dataclass(frozen=True)
class Lane:
    """The lane of one incident in a real local workspace."""

    story: Story
    running: RunningSandbox
    known: Workspace
    reconciler: Reconciler
    mishaps: Mishaps
    seconds: Seconds
    control: httpx.AsyncClient

    async def one_pass(self, seconds: float = SECONDS_A_PASS) -> bool:
        """One pass, ``seconds`` after the last one; returns whether it went through.

        After a crash the next pass is the restart's.
        """
        self.seconds.now += seconds
        payload = {"incident": self.story.incident_id}
        job = Job(1, self.story.team_id, "k", "reconcile", payload, 1, 0, self.story.clock.now())
        try:
            outcome = await self.reconciler(Claim(job, "token", deadline=float("inf")))
        except SlackError:
            return False
        except BaseException:
            if not self.mishaps.crashed:
                raise
            self.mishaps.crashed = False
            return False
        return isinstance(outcome, Done)

    async def to_rest(self) -> None:
        """Pass after pass until two at rest: one that writes the card's link changes what later ones may show."""
        for _ in range(MAX_PASSES):
            if await self.one_pass() and await self.one_pass():
                return
        pytest.fail(f"the lane did not come to an end in {MAX_PASSES} passes")

    async def incident(self) -> Snapshot:
        """The incident as it is stored."""
        async with self.story.database.reading() as session:
            return await load_snapshot(session, self.story.team_id, self.story.incident_id)

    async def channel(self) -> dict[str, Any]:
        """The incident's channel, as the workspace shows it."""
        channels = (await self.control.get("channels")).json()["channels"]
        (channel,) = [found for found in channels if found["name"].startswith("inc-")]
        return dict(channel)

    async def messages(self, channel: str) -> dict[str, list[dict[str, Any]]]:
        """Our messages in a channel, by key."""
        by_key: dict[str, list[dict[str, Any]]] = {}
        for message in (await self.control.get(f"channels/{channel}/messages")).json()["messages"]:
            if message.get("metadata"):
                by_key.setdefault(message["metadata"]["event_payload"]["key"], []).append(message)
        return by_key

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """Every call of a method, in order of arrival."""
        calls = (await self.control.get("calls")).json()["calls"]
        return [call for call in calls if call["method"] == method]

    async def fault(self, **fault: Any) -> None:
        """Let the next calls go wrong."""
        (await self.control.post("faults", json={"times": 1, **fault})).raise_for_status()


@asynccontextmanager
async def lane(
    directory: Path,
    url: str,
    mishaps: Mishaps | None = None,
    surface: Renderer = RENDERER,
    *,
    rate_limits: bool = False,
) -> AsyncIterator[Lane]:
    """An incident that was just opened, before its first pass."""
    database, clock, seconds = Database(url), Clock(), Seconds()
    met = mishaps or Mishaps({})
    async with (
        workspace(directory, rate_limits=rate_limits) as running,
        aiohttp.ClientSession() as session,
        httpx.AsyncClient(base_url=f"{running.base_url}/sandbox/", trust_env=False) as control,
    ):
        gateway = SlackGateway(client_of(running, session, met), Budget(seconds))
        # Mishaps are counted from call 2 on: reading the workspace at start is not under test.
        known = await read_workspace(gateway, "incidents")
        story = Story(database, clock, known.team_id, running.people)
        await story.open()
        reconciler = Reconciler(database, gateway, clock, known, surface, CardPace(seconds))
        try:
            yield Lane(story, running, known, reconciler, met, seconds, control)
        finally:
            await database.close()
