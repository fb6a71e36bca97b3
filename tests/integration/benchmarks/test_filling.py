"""The benchmark's many incidents are stored as the bot stores them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.similarity.filling import FIRST_CLOSED_AT, SEED, TEAM, fill
from benchmarks.similarity.made_incidents import Incidents
from bot import content
from bot.known_incidents.past_incidents import PastIncident, remember
from bot.known_incidents.tables import PastIncidentRow, PastTraitRow, TraitCountRow
from bot.storage.database import Database

FEW = 20
INCIDENTS = Incidents(content.root() / "runbooks", hosts=5)


async def _stored(session: AsyncSession, team_id: str) -> list[Any]:
    """Traits, their incidents and their counts."""
    incidents = (
        await session.scalars(select(PastIncidentRow).where(PastIncidentRow.team_id == team_id))
    ).all()
    traits = (await session.scalars(select(PastTraitRow).where(PastTraitRow.team_id == team_id))).all()
    counts = (await session.scalars(select(TraitCountRow).where(TraitCountRow.team_id == team_id))).all()
    first = min(row.id for row in incidents)
    return [
        [sorted(row.traits) for row in sorted(incidents, key=lambda row: row.id)],
        sorted((row.trait, row.past_incident_id - first) for row in traits),
        sorted((row.trait, row.incidents) for row in counts),
    ]


async def test_filling_at_once_stores_what_remembering_one_by_one_does(
    database: Database, database_url: str
) -> None:
    """On both databases."""
    fill(database_url, INCIDENTS, FEW)
    async with database.transaction() as session:
        for number, (category, traits) in enumerate(INCIDENTS.closed(FEW, SEED)):
            past = PastIncident(f"other_{number}", "it", category, "", "", 1, None, FIRST_CLOSED_AT)
            await remember(session, "T2", past, traits)
    async with database.reading() as session:
        assert await _stored(session, TEAM) == await _stored(session, "T2")
