"""Whatever happens, and whatever goes wrong on the way, the workspace ends equal to ``surface(incident)``."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.clock import Clock
from bot.incidents.assign_role import assign_role
from bot.incidents.close import close_incident
from bot.incidents.lane import incident_for_change
from bot.incidents.note import add_note
from bot.incidents.open import OpenIncident, open_incident
from bot.incidents.post_update import PostUpdate, post_update
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.remind import remind
from bot.incidents.set_category import set_category
from bot.incidents.set_severity import set_severity
from bot.incidents.snapshot import load_snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.tables import IncidentRow
from bot.incidents.tick_step import TickStep, tick_step
from bot.incidents.vocabulary import Impact, IncidentState, Role, UpdateState
from bot.jobs.claims import Claim, Job
from bot.jobs.worker import Done
from bot.reviews.snapshot import load_review
from bot.runbooks import RunbookLibrary
from bot.sandbox.server import RunningSandbox
from bot.slack.errors import SlackError
from bot.slack.gateway import SlackGateway
from bot.slack.message import Place, Surface
from bot.slack.reconciler import Reconciler
from bot.slack.surface import SurfaceRenderer
from bot.slack.workspace import Workspace, read_workspace
from bot.storage.database import Database
from bot.taxonomy import SeverityPolicy, Taxonomy, TierId
from tests.integration.slack.mishaps import Mishap, Mishaps, client_of, workspace

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
POLICY = SeverityPolicy.load(BOOKS / "severity.yaml")
LIBRARY = RunbookLibrary.load(BOOKS)
RENDERER = SurfaceRenderer(TAXONOMY, POLICY, LIBRARY)
MAX_PASSES = 60


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
            opened = await open_incident(session, command, self.clock.now(), policy=POLICY)
        self.incident_id = opened.incident_id

    async def act(self, name: str) -> None:
        """One event. What the incident's state does not allow any more is left out."""
        async with self.database.transaction() as session:
            incident = await incident_for_change(session, self.team_id, self.incident_id)
            if incident.state == IncidentState.OPEN:
                await EVENTS[name](self, session, incident)


Event = Callable[[Story, AsyncSession, IncidentRow], Awaitable[object]]


async def _diagnosed(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    await record_diagnosis(
        session, incident, 1, "It could not be observed.", story.clock.now(), taxonomy=TAXONOMY
    )


async def _updated(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    now = story.clock.now()
    by = story.people["commander"]
    promise = now + timedelta(minutes=30)
    command = PostUpdate(by, UpdateState.FIXING, "still failing", Impact.FULL, next_update_by=promise)
    await post_update(session, incident, command, now)


async def _reminded(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    if incident.next_update_due_at is not None:
        await remind(session, incident, incident.next_update_due_at, policy=POLICY)


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
        taxonomy=TAXONOMY,
        runbooks=LIBRARY,
    )


async def _ticked(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    if incident.runbook:
        step = TickStep("expiry.production", "confirm", done=True, by=story.people["commander"])
        await tick_step(session, incident, step, story.clock.now())


async def _raised(story: Story, session: AsyncSession, incident: IncidentRow) -> None:
    by = story.people["commander"]
    await set_severity(session, incident, TierId.T1, story.clock.now(), by=by, policy=POLICY)


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
    "raised": _raised,
    "commanded": _commanded,
    "closed": _closed,
}

STEPS = st.lists(st.sampled_from([*EVENTS, "pass"]), max_size=8)
MISHAPS = st.dictionaries(
    st.integers(min_value=2, max_value=40),
    st.sampled_from(list(Mishap)),
    max_size=8,
)


@contextmanager
def _copy_of(template: Path) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(template, Path(name) / "certinc.db")
        yield Path(name), f"sqlite:///{name}/certinc.db"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, mishaps=MISHAPS)
def test_the_workspace_ends_equal_to_the_surface(
    sqlite_template: Path, steps: list[str], mishaps: dict[int, Mishap]
) -> None:
    """Any sequence of events, with crashes, 429s, 500s and lost replies at any call: nothing missing, nothing twice."""
    with _copy_of(sqlite_template) as (directory, url):
        asyncio.run(_scenario(directory, url, Mishaps(mishaps), steps))


async def _scenario(directory: Path, url: str, mishaps: Mishaps, steps: list[str]) -> None:
    database, clock = Database(url), Clock()
    async with workspace(directory) as running, aiohttp.ClientSession() as session:
        gateway = SlackGateway(client_of(running, session, mishaps))
        # Mishaps are counted from call 2 on: reading the workspace at start is not under test.
        known = await read_workspace(gateway, "incidents")
        story = Story(database, clock, known.team_id, running.people)
        await story.open()
        reconciler = Reconciler(database, gateway, clock, known, RENDERER)
        for step in steps:
            if step == "pass":
                await _one_pass(reconciler, story, mishaps)
            else:
                await story.act(step)
        await _passes_until_done(reconciler, story, mishaps)
        await _assert_equal(running, database, story, known)
    await database.close()


def _claim(story: Story) -> Claim:
    job = Job(1, story.team_id, "k", "reconcile", {"incident": story.incident_id}, 1, 0, story.clock.now())
    return Claim(job, "token", deadline=float("inf"))


async def _one_pass(reconciler: Reconciler, story: Story, mishaps: Mishaps) -> bool:
    """One pass of the lane; returns whether it went through. After a crash the next pass is the restart's."""
    try:
        outcome = await reconciler(_claim(story))
    except SlackError:
        return False
    except BaseException:
        if not mishaps.crashed:
            raise
        mishaps.crashed = False
        return False
    return isinstance(outcome, Done)


async def _passes_until_done(reconciler: Reconciler, story: Story, mishaps: Mishaps) -> None:
    for _ in range(MAX_PASSES):
        # A pass that writes the card's link changes what later passes may show: two at rest, one after the other.
        if await _one_pass(reconciler, story, mishaps) and await _one_pass(reconciler, story, mishaps):
            return
    pytest.fail(f"the lane did not come to an end in {MAX_PASSES} passes")


async def _assert_equal(running: RunningSandbox, database: Database, story: Story, known: Workspace) -> None:
    async with database.reading() as session:
        incident = await load_snapshot(session, story.team_id, story.incident_id)
        review = await load_review(session, story.incident_id)
    surface = RENDERER(incident, review)
    async with httpx.AsyncClient(base_url=f"{running.base_url}/sandbox/", trust_env=False) as client:
        channels = (await client.get("channels")).json()["channels"]
        (channel,) = [found for found in channels if found["name"].startswith("inc-")]
        shown = {
            Place.INCIDENT: await _messages(client, channel["id"]),
            Place.BROADCAST: await _messages(client, str(known.broadcast_channel)),
        }
    assert channel["id"] == incident.channel_id
    assert f"<#{channel['id']}>" in shown[Place.BROADCAST]["announcement"][0]["text"]
    assert channel["topic"]["value"] == surface.topic
    _assert_messages(surface, shown)
    (card,) = shown[Place.INCIDENT]["card"]
    assert channel["pins"] == [card["ts"]]


async def _messages(client: httpx.AsyncClient, channel: str) -> dict[str, list[dict[str, Any]]]:
    by_key: dict[str, list[dict[str, Any]]] = {}
    for message in (await client.get(f"channels/{channel}/messages")).json()["messages"]:
        if message.get("metadata"):
            by_key.setdefault(message["metadata"]["event_payload"]["key"], []).append(message)
    return by_key


def _assert_messages(surface: Surface, shown: dict[Place, dict[str, list[dict[str, Any]]]]) -> None:
    for place, messages in shown.items():
        wanted = {posting.key: posting for posting in surface.postings if posting.place is place}
        assert {key: len(found) for key, found in messages.items()} == dict.fromkeys(wanted, 1)
        for key, posting in wanted.items():
            (message,) = messages[key]
            if posting.thread:
                (parent,) = messages[posting.thread]
                assert message["thread_ts"] == parent["ts"]
            if posting.live:
                assert message["text"] == posting.message.text
                assert _words(message["blocks"]) == _words(posting.message.blocks)


def _words(value: Any) -> list[str]:
    """Every text in a message, in order: the workspace adds ids, but no words."""
    if isinstance(value, Mapping):
        return [
            word
            for key, inner in value.items()
            for word in ([inner] if key == "text" and isinstance(inner, str) else _words(inner))
        ]
    return [word for inner in value for word in _words(inner)] if isinstance(value, list | tuple) else []
