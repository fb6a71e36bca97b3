"""Our own closed incidents as they are stored and looked for, on both databases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.known_incidents import past_incidents
from bot.known_incidents.past_incidents import ALL, PastIncident, remember, similar_past_incidents
from bot.known_incidents.similarity import Likeness
from bot.known_incidents.tables import PastIncidentRow, PastTraitRow, TraitCountRow
from bot.known_incidents.traits import Trait, TraitKind, trait, traits_of
from bot.storage.database import Database

CLOSED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOST = trait(TraitKind.HOST, "api.example.com")
KEY = trait(TraitKind.KEY, "00ff")
CERTIFICATE = trait(TraitKind.CERTIFICATE, "ff00")
CA = trait(TraitKind.CA, "Example Trust")
FINDING = trait(TraitKind.FINDING, "leaf-expired")
WORDS = traits_of(words="the deploy hook failed")


@dataclass
class Memory:
    """The closed incidents of workspaces."""

    database: Database

    async def take(self, id_: str, *traits: Trait, team_id: str = "T1", title: str = "it") -> None:
        """Remember one, closed as many minutes later as its id says."""
        closed_at = CLOSED_AT + timedelta(minutes=int(id_.removeprefix("inc_")))
        past = PastIncident(id_, title, "expiry.production", "the cause", "a fix", 5, "C1", closed_at)
        async with self.database.transaction() as session:
            await remember(session, team_id, past, traits)

    async def like(
        self, *traits: Trait, team_id: str = "T1", excluding: str = "inc_0", most: int = 3
    ) -> list[tuple[PastIncident, Likeness]]:
        """Those like an incident with these traits."""
        ours: Mapping[Trait, float] = dict.fromkeys(traits, 1.0)
        async with self.database.reading() as session:
            return await similar_past_incidents(session, team_id, ours, excluding=excluding, most=most)

    async def ids_like(self, *traits: Trait, team_id: str = "T1", excluding: str = "inc_0") -> list[str]:
        """Their ids, best first."""
        found = await self.like(*traits, team_id=team_id, excluding=excluding)
        return [past.incident_id for past, _ in found]

    async def counts(self, team_id: str = "T1") -> dict[str, int]:
        """How often each trait is there."""
        async with self.database.reading() as session:
            rows = await session.scalars(select(TraitCountRow).where(TraitCountRow.team_id == team_id))
            return {row.trait: row.incidents for row in rows}


@pytest.fixture
def memory(database: Database) -> Memory:
    """Nothing is known yet."""
    return Memory(database)


async def test_where_nothing_is_known_nothing_is_found(memory: Memory) -> None:
    """No error, either."""
    assert await memory.like(HOST) == []
    await memory.take("inc_1", HOST)
    assert await memory.like() == []
    assert await memory.like(CA) == []


async def test_what_is_found_is_what_was_remembered(memory: Memory) -> None:
    """With the traits that it shares."""
    await memory.take("inc_1", HOST, FINDING, title="api.example.com: expired")
    ((past, alike),) = await memory.like(HOST, CA)
    assert past == PastIncident(
        "inc_1",
        "api.example.com: expired",
        "expiry.production",
        "the cause",
        "a fix",
        5,
        "C1",
        CLOSED_AT + timedelta(minutes=1),
    )
    assert alike.shared == (HOST,)
    assert 0 < alike.score < 1


async def test_an_incident_is_remembered_once(memory: Memory) -> None:
    """A second time changes nothing, and counts nothing twice."""
    for _ in range(2):
        await memory.take("inc_1", HOST, CA)
    assert await memory.counts() == {ALL: 1, str(HOST): 1, str(CA): 1}
    async with memory.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PastIncidentRow)) == 1
        assert await session.scalar(select(func.count()).select_from(PastTraitRow)) == 2


async def test_each_trait_is_counted(memory: Memory) -> None:
    """By workspace, with the number of all."""
    await memory.take("inc_1", HOST, CA)
    await memory.take("inc_2", CA)
    await memory.take("inc_3", CA, team_id="T2")
    assert await memory.counts() == {ALL: 2, str(HOST): 1, str(CA): 2}
    assert await memory.counts("T2") == {ALL: 1, str(CA): 1}


@pytest.mark.parametrize("shared", [HOST, KEY, CERTIFICATE, CA, FINDING, min(WORDS)], ids=str)
async def test_an_incident_is_found_by_each_trait(memory: Memory, shared: Trait) -> None:
    """Alone, among others that do not have it."""
    everything = (HOST, KEY, CERTIFICATE, CA, FINDING, *WORDS)
    await memory.take("inc_1", *everything)
    await memory.take("inc_2", *(each for each in everything if each != shared))
    assert await memory.ids_like(shared) == ["inc_1"]


async def test_the_more_is_shared_the_earlier_it_comes(memory: Memory) -> None:
    """Whenever it was closed; of equal ones the latest first."""
    await memory.take("inc_1", HOST, CA, FINDING)
    await memory.take("inc_2", CA)
    await memory.take("inc_3", CA, FINDING)
    await memory.take("inc_4", CA, FINDING)
    assert await memory.ids_like(HOST, CA, FINDING) == ["inc_1", "inc_4", "inc_3"]


async def test_another_workspaces_incidents_are_never_found(memory: Memory) -> None:
    """Not even where it is the very same host."""
    await memory.take("inc_1", HOST, KEY, team_id="T2")
    await memory.take("inc_2", CA)
    assert await memory.ids_like(HOST, KEY) == []
    assert await memory.ids_like(HOST, KEY, team_id="T2") == ["inc_1"]


async def test_the_incident_at_hand_is_not_like_itself(memory: Memory) -> None:
    """Where it is known already."""
    await memory.take("inc_1", HOST)
    await memory.take("inc_2", HOST)
    assert await memory.ids_like(HOST, excluding="inc_2") == ["inc_1"]


async def test_of_a_common_trait_only_the_latest_are_looked_at(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time does not grow with their number; a rare trait still finds an old one."""
    monkeypatch.setattr(past_incidents, "LATEST_OF_A_TRAIT", 2)
    await memory.take("inc_1", CA, KEY)
    for number in (2, 3, 4):
        await memory.take(f"inc_{number}", CA)
    assert await memory.ids_like(CA) == ["inc_4", "inc_3"]
    assert (await memory.ids_like(CA, KEY))[0] == "inc_1"


async def test_a_rare_trait_is_looked_for_before_a_common_one(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more traits than are looked for."""
    monkeypatch.setattr(past_incidents, "MOST_TRAITS", 1)
    other_ca = trait(TraitKind.CA, "Other Trust")
    await memory.take("inc_1", other_ca)
    for number in (2, 3, 4, 5):
        await memory.take(f"inc_{number}", CA)
    assert await memory.ids_like(CA, other_ca) == ["inc_1"]


HOSTILE = ["<!channel>", "'; DROP TABLE incidents; --", "%s %(a)s :trait_0 {x}", "\u202eab\U0001f600", "\\"]


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_text_is_only_text(memory: Memory, words: str) -> None:
    """In titles and in traits; what is shown escapes it."""
    named = trait(TraitKind.CA, words)
    await memory.take("inc_1", named, title=words)
    ((past, alike),) = await memory.like(named)
    assert (past.title, alike.shared) == (words, (named,))


async def test_a_name_with_a_nul_is_remembered(memory: Memory) -> None:
    """A certificate's issuer may be named so; PostgreSQL stores no such character."""
    named = trait(TraitKind.CA, "Example\x00Trust")
    await memory.take("inc_1", named)
    assert await memory.ids_like(named) == ["inc_1"]
