"""Our own closed incidents: taken into the knowledge at close, and looked for by what they share."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.known_incidents.similarity import Likeness, Rarity, likeness, worth_of
from bot.known_incidents.tables import PastIncidentRow, PastTraitRow, TraitCountRow
from bot.known_incidents.traits import Trait

LATEST_OF_A_TRAIT = 200
"""Of the incidents with one trait, so many are looked at: the latest."""

MOST_TRAITS = 40
"""Traits that are looked for, the most telling first."""

CANDIDATES = 20
"""Incidents that are compared in full."""

UNKNOWN_OTHERS = 20
"""Incidents without any of the traits that are thought of beside ours: among the first few, all would be common."""

ALL = ""
"""The trait under which the number of all incidents is kept."""


@dataclass(frozen=True, slots=True)
class PastIncident:
    """One of our own, closed."""

    incident_id: str
    title: str
    category: str | None
    root_cause: str
    fixed_by: str
    minutes: int
    channel_id: str | None
    closed_at: datetime


async def remember(session: AsyncSession, team_id: str, past: PastIncident, traits: Iterable[Trait]) -> None:
    """Take a closed incident into the knowledge, in the caller's transaction; a second time changes nothing."""
    known = await session.scalar(
        select(PastIncidentRow.id).where(
            PastIncidentRow.team_id == team_id, PastIncidentRow.incident_id == past.incident_id
        )
    )
    if known is not None:
        return
    texts = sorted({str(each) for each in traits})
    row = PastIncidentRow(
        team_id=team_id,
        incident_id=past.incident_id,
        title=past.title,
        category=past.category,
        root_cause=past.root_cause,
        fixed_by=past.fixed_by,
        minutes=past.minutes,
        channel_id=past.channel_id,
        closed_at=past.closed_at,
        traits=texts,
    )
    session.add(row)
    await session.flush()
    session.add_all(PastTraitRow(team_id=team_id, trait=each, past_incident_id=row.id) for each in texts)
    await session.flush()
    await _count(session, team_id, (ALL, *texts))


async def _count(session: AsyncSession, team_id: str, texts: tuple[str, ...]) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"team_id": team_id, "trait": each, "incidents": 1} for each in texts]
    statement = insert(TraitCountRow).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "trait"], set_={"incidents": TraitCountRow.incidents + 1}
        )
    )


async def similar_past_incidents(
    session: AsyncSession, team_id: str, ours: Mapping[Trait, float], *, excluding: str, most: int
) -> list[tuple[PastIncident, Likeness]]:
    """Those most like ``ours``, best first.

    Candidates are the latest incidents of each of the rarest shared traits; only they are compared in full, so
    that the time does not grow with the number of incidents.

    ``ours`` maps each trait to how sure it is, from 0 to 1; ``excluding`` is the id of the incident at hand.
    """
    rarity = await _rarity(session, team_id, ours)
    worth = {each: worth_of(each, rarity) * ours[each] for each in ours if rarity.counts.get(each)}
    telling = sorted(worth, key=lambda each: -worth[each])[:MOST_TRAITS]
    if not telling:
        return []
    best = await session.scalars(
        _most_worth(len(telling)),
        {
            "team_id": team_id,
            "latest": LATEST_OF_A_TRAIT,
            "candidates": CANDIDATES,
            **{f"trait_{n}": str(each) for n, each in enumerate(telling)},
            **{f"worth_{n}": worth[each] for n, each in enumerate(telling)},
        },
    )
    candidates = await session.scalars(
        select(PastIncidentRow).where(
            PastIncidentRow.team_id == team_id,
            PastIncidentRow.id.in_(best.all()),
            PastIncidentRow.incident_id != excluding,
        )
    )
    by_text = {str(each): each for each in ours}
    compared = [
        (_past(row), likeness(ours, frozenset(by_text[one] for one in row.traits if one in by_text), rarity))
        for row in candidates
    ]
    compared.sort(key=lambda pair: (-pair[1].score, -pair[0].closed_at.timestamp()))
    return compared[:most]


async def _rarity(session: AsyncSession, team_id: str, ours: Iterable[Trait]) -> Rarity:
    by_text = {str(each): each for each in ours}
    rows = await session.execute(
        select(TraitCountRow.trait, TraitCountRow.incidents).where(
            TraitCountRow.team_id == team_id, TraitCountRow.trait.in_([ALL, *by_text])
        )
    )
    counts = {row.trait: row.incidents for row in rows}
    return Rarity(
        counts.get(ALL, 0) + UNKNOWN_OTHERS, {by_text[each]: n for each, n in counts.items() if each != ALL}
    )


@functools.lru_cache(maxsize=MOST_TRAITS)
def _most_worth(traits: int) -> TextClause:
    """Numbers of the incidents whose shared traits are worth most together, among the latest of each trait.

    As text, since putting so many parts together anew takes longer than the search itself.
    """
    latest = " UNION ALL ".join(
        f"SELECT past_incident_id, CAST(:worth_{n} AS FLOAT) AS worth FROM (SELECT past_incident_id"  # noqa: S608 - numbers
        f" FROM past_incident_traits WHERE team_id = :team_id AND trait = :trait_{n}"
        f" ORDER BY past_incident_id DESC LIMIT :latest) AS with_{n}"
        for n in range(traits)
    )
    return text(
        f"SELECT past_incident_id FROM ({latest}) AS shared GROUP BY past_incident_id"  # noqa: S608 - our own words
        " ORDER BY SUM(worth) DESC, past_incident_id DESC LIMIT :candidates"
    )


def _past(row: PastIncidentRow) -> PastIncident:
    return PastIncident(
        incident_id=row.incident_id,
        title=row.title,
        category=row.category,
        root_cause=row.root_cause,
        fixed_by=row.fixed_by,
        minutes=row.minutes,
        channel_id=row.channel_id,
        closed_at=row.closed_at,
    )
