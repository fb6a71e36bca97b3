"""Similar incidents among our own closed ones and in the library, together."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.known_incidents.past_incidents import PastIncident, similar_past_incidents
from bot.known_incidents.similar import MOST, KnownIncidents, SimilarIncident, best, weighed
from bot.known_incidents.similarity import Likeness
from bot.known_incidents.traits import Trait

MINUTES_AN_HOUR = 60


async def similar_with_our_own(
    session: AsyncSession,
    team_id: str,
    known: KnownIncidents,
    traits: frozenset[Trait],
    likely: Mapping[str, float],
    report: str,
    *,
    incident_id: str,
) -> tuple[SimilarIncident, ...]:
    """The most similar incidents of this workspace and of the library, best first.

    ``likely`` maps ids of categories to their probability; ``incident_id`` is the one at hand.
    """
    past = await similar_past_incidents(
        session, team_id, weighed(traits, likely), excluding=incident_id, most=MOST
    )
    ours = [_own(one, alike, known.why(alike, report)) for one, alike in past]
    return best([*ours, *known.similar(traits, likely, report)], MOST)


def _own(past: PastIncident, alike: Likeness, why: tuple[str, ...]) -> SimilarIncident:
    return SimilarIncident(
        id=past.incident_id,
        title=past.title,
        score=round(alike.score, 2),
        why=why,
        own=True,
        root_cause=past.root_cause,
        fixed_by=past.fixed_by,
        resolution_time=_length(past.minutes),
        channel_id=past.channel_id,
        date=past.closed_at.date().isoformat(),
    )


def _length(minutes: int) -> str:
    if minutes < 1:
        return "under a minute"
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
