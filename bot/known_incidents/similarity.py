"""How alike two incidents are, and why. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.known_incidents.traits import Trait, TraitKind

WEIGHT: Mapping[TraitKind, float] = {
    TraitKind.CERTIFICATE: 3.0,
    TraitKind.KEY: 3.0,
    TraitKind.HOST: 2.0,
    TraitKind.CATEGORY: 1.6,
    TraitKind.SERVICE: 1.2,
    TraitKind.GAP: 1.0,
    TraitKind.CA: 0.8,
    TraitKind.FINDING: 0.8,
    TraitKind.HOST_FAMILY: 0.7,
    TraitKind.WORKFLOW: 0.5,
    TraitKind.TEAM: 0.4,
    TraitKind.WORD: 0.16,
}
"""What one shared trait of a kind is worth, times how rare the trait is."""

SATURATION = 6.0
"""Shared weight at which two incidents are alike by 0.63."""

MOST_WORDS = 2.5
"""All shared words together are worth at most this: a long report is like everything."""

COMMONEST = 0.3
"""The least that rarity leaves of a trait that every incident has."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike an incident is to the one at hand, from 0 to 1, and what they share, the weightiest first."""

    score: float
    shared: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often each trait occurs among ``total`` incidents."""

    total: int
    counts: Mapping[Trait, int]

    @classmethod
    def among(cls, incidents: Sequence[Iterable[Trait]]) -> "Rarity":
        """Count the traits of all incidents."""
        counts: dict[Trait, int] = {}
        for traits in incidents:
            for each in traits:
                counts[each] = counts.get(each, 0) + 1
        return cls(len(incidents), counts)

    def of(self, trait: Trait) -> float:
        """From `COMMONEST`, for what all have, to about 2 for what hardly any has (inverse document frequency)."""
        if self.total == 0:
            return 1.0
        share = (self.counts.get(trait, 0) + 1) / (self.total + 1)
        return max(COMMONEST, min(2.0, -math.log(share) / math.log(12)))


def worth_of(trait: Trait, rarity: Rarity) -> float:
    """What it is worth to share the trait. Among words, rarity counts twice: most words say nothing."""
    rare = rarity.of(trait)
    return WEIGHT[trait.kind] * rare * (rare if trait.kind is TraitKind.WORD else 1)


def likeness(ours: Mapping[Trait, float], theirs: frozenset[Trait], rarity: Rarity) -> Likeness:
    """Compare. ``ours`` maps each trait to how sure it is, from 0 to 1: a suggested category is not certain.

    The score is ``1 - exp(-shared / SATURATION)``: more in common is never less alike, and nothing in common is 0.
    """
    worth = {each: worth_of(each, rarity) * ours[each] for each in ours if each in theirs}
    words = sum(value for each, value in worth.items() if each.kind is TraitKind.WORD)
    others = sum(worth.values()) - words
    total = others + min(words, MOST_WORDS)
    shared = tuple(sorted(worth, key=lambda each: (-worth[each], each)))
    return Likeness(1 - math.exp(-total / SATURATION), shared)
