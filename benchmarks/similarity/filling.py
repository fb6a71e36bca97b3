"""Many closed incidents at once, as `bot.known_incidents.past_incidents.remember` stores them one by one."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, create_engine, insert, text

from benchmarks.similarity.made_incidents import Incidents
from bot.known_incidents.past_incidents import ALL
from bot.known_incidents.tables import PastIncidentRow
from bot.storage.database import sync_url

TEAM = "T1"
AT_ONCE = 5_000
SEED = 1
FIRST_CLOSED_AT = datetime(2020, 1, 1, tzinfo=UTC)

_EACH_TRAIT = {
    "sqlite": "SELECT team_id, value AS trait, past_incidents.id AS number FROM past_incidents, json_each(traits)",
    "postgresql": "SELECT team_id, value AS trait, past_incidents.id AS number FROM past_incidents, "
    "jsonb_array_elements_text(traits) AS value",
}


def fill(url: str, incidents: Incidents, number: int) -> None:
    """Store so many, and have the database look at what it has, as it does by itself in time."""
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        rows = _rows(incidents, number)
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(insert(PastIncidentRow), some)
        _index(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _rows(incidents: Incidents, number: int) -> Iterator[Mapping[str, Any]]:
    for count, (category, traits) in enumerate(incidents.closed(number, SEED), start=1):
        yield {
            "team_id": TEAM,
            "incident_id": f"inc_{count}",
            "title": f"host.example: {category}",
            "category": category,
            "root_cause": "The deploy hook ran as a user who may not write there, and nobody was told.",
            "fixed_by": "The hook ran again by hand.",
            "minutes": count % 500,
            "channel_id": f"C{count}",
            "closed_at": FIRST_CLOSED_AT + timedelta(minutes=30 * count),
            "traits": sorted(map(str, traits)),
        }


def _index(connection: Connection) -> None:
    """Traits and their counts, of the incidents that are stored."""
    each = _EACH_TRAIT[connection.dialect.name]
    connection.execute(
        text(
            "INSERT INTO past_incident_traits (team_id, trait, past_incident_id) "  # noqa: S608 - our own words
            f"SELECT team_id, trait, number FROM ({each}) AS each_trait ORDER BY team_id, trait, number"
        )
    )
    connection.execute(
        text(
            "INSERT INTO past_trait_counts (team_id, trait, incidents) "
            "SELECT team_id, trait, count(*) FROM past_incident_traits GROUP BY team_id, trait"
        )
    )
    connection.execute(
        text(
            "INSERT INTO past_trait_counts (team_id, trait, incidents) "
            "SELECT team_id, :everything, count(*) FROM past_incidents GROUP BY team_id"
        ),
        {"everything": ALL},
    )
