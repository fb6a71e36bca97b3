"""Known incidents that look like the one at hand. Pure."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.known_incidents.library import KnownIncidentLibrary, LibraryEntry
from bot.known_incidents.reasons import reasons
from bot.known_incidents.similarity import Likeness, Rarity, likeness
from bot.known_incidents.traits import Trait, TraitKind, trait, traits_of_known
from bot.taxonomy import Taxonomy

MOST = 3
"""Similar incidents that are shown."""

LEAST_SCORE = 0.15
"""Below it two incidents have so little in common that it would only distract."""

TOLD_IN_PUBLIC = 0.8
"""What is left of a public incident's score: a pattern says better what to do."""

LEAST_PROBABILITY = 0.1
"""A category that is less likely than this makes nothing similar."""


@dataclass(frozen=True, slots=True)
class SimilarIncident:
    """One known incident, and why it is thought similar."""

    id: str
    """Of the library's entry, or of our own incident."""
    title: str
    score: float
    """From 0 to 1."""
    why: tuple[str, ...]
    own: bool
    root_cause: str
    fixed_by: str
    resolution_time: str | None = None
    source: str | None = None
    """Address of what was told in public."""
    channel_id: str | None = None
    """Of our own incident."""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class KnownIncidents:
    """The knowledge that comes with the content, and how to compare with it and with our own incidents."""

    library: KnownIncidentLibrary
    taxonomy: Taxonomy

    def similar(
        self, traits: Iterable[Trait], likely: Mapping[str, float], report: str, *, most: int = MOST
    ) -> tuple[SimilarIncident, ...]:
        """Entries of the library that look like an incident with these traits, best first.

        ``likely`` maps ids of categories to their probability.
        """
        ours = weighed(traits, likely)
        theirs, rarity = _compared_with(self.library)
        found = [
            _known(entry, alike, self.why(alike, report))
            for entry, alike in (
                (entry, likeness(ours, entry_traits, rarity))
                for entry, entry_traits in zip(self.library.entries, theirs, strict=True)
            )
        ]
        return best(found, most)

    def why(self, alike: Likeness, report: str) -> tuple[str, ...]:
        """Why an incident that is so alike is thought similar, in words."""
        return reasons(alike.shared, report, self.taxonomy)


def weighed(traits: Iterable[Trait], likely: Mapping[str, float]) -> dict[Trait, float]:
    """Each trait with how sure it is: what was observed is certain, a category as likely as it is."""
    certain = dict.fromkeys(traits, 1.0)
    for category, probability in likely.items():
        if probability >= LEAST_PROBABILITY:
            certain[trait(TraitKind.CATEGORY, category)] = probability
    return certain


@functools.lru_cache(maxsize=4)
def _compared_with(library: KnownIncidentLibrary) -> tuple[tuple[frozenset[Trait], ...], Rarity]:
    theirs = tuple(traits_of_known(entry.category, entry.incident) for entry in library.entries)
    return theirs, Rarity.among(theirs)


def best(found: Sequence[SimilarIncident], most: int) -> tuple[SimilarIncident, ...]:
    """Those that are alike enough, best first; our own before public ones of equal score."""
    alike = [one for one in found if one.score >= LEAST_SCORE]
    return tuple(sorted(alike, key=lambda one: (-one.score, not one.own, one.title))[:most])


def _known(entry: LibraryEntry, alike: Likeness, why: tuple[str, ...]) -> SimilarIncident:
    incident = entry.incident
    return SimilarIncident(
        id=incident.id,
        title=incident.title,
        score=round(alike.score * (TOLD_IN_PUBLIC if incident.date else 1), 2),
        why=why,
        own=False,
        root_cause=incident.root_cause,
        fixed_by=incident.fixed_by,
        resolution_time=incident.resolution_time,
        source=str(incident.source) if incident.source else None,
        date=incident.date,
    )
