"""How alike two incidents are."""

import itertools
import math
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.known_incidents.similarity import COMMONEST, MOST_WORDS, SATURATION, Rarity, likeness
from bot.known_incidents.traits import Trait, TraitKind, trait

TRAITS = st.builds(trait, st.sampled_from(TraitKind), st.sampled_from("abcdefgh"))
SETS = st.frozensets(TRAITS, max_size=30)
OURS = st.dictionaries(TRAITS, st.floats(0, 1), max_size=30)
MANY = st.lists(SETS, max_size=12).map(Rarity.among)
CATEGORY = trait(TraitKind.CATEGORY, "expiry.production")
UNKNOWN = Rarity(0, {})


@given(OURS, SETS, MANY)
def test_nothing_in_common_is_not_alike_at_all(
    ours: Mapping[Trait, float], theirs: frozenset[Trait], rarity: Rarity
) -> None:
    """Whatever else both have."""
    alike = likeness(ours, theirs - ours.keys(), rarity)
    assert (alike.score, alike.shared) == (0, ())


@given(OURS, SETS, SETS, MANY)
def test_more_in_common_is_never_less_alike(
    ours: Mapping[Trait, float], theirs: frozenset[Trait], more: frozenset[Trait], rarity: Rarity
) -> None:
    """And a score is from 0 to 1."""
    some, all_ = (likeness(ours, each, rarity).score for each in (theirs, theirs | more))
    assert 0 <= some <= all_ <= 1


@given(OURS, SETS, MANY)
def test_none_is_more_alike_than_one_with_the_same_traits(
    ours: Mapping[Trait, float], theirs: frozenset[Trait], rarity: Rarity
) -> None:
    """Identical is most alike."""
    assert likeness(ours, theirs, rarity).score <= likeness(ours, frozenset(ours), rarity).score


@given(OURS, SETS, MANY, st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_category_counts_more(
    ours: Mapping[Trait, float], theirs: frozenset[Trait], rarity: Rarity, one: float, other: float
) -> None:
    """In an incident of that category."""
    scores = [
        likeness({**ours, CATEGORY: probability}, theirs | {CATEGORY}, rarity).score
        for probability in sorted((one, other))
    ]
    assert scores == sorted(scores)


@given(OURS, SETS, MANY)
def test_the_weightiest_shared_trait_comes_first(
    ours: Mapping[Trait, float], theirs: frozenset[Trait], rarity: Rarity
) -> None:
    """Each alone is worth no more than the one before it."""
    shared = likeness(ours, theirs, rarity).shared
    assert set(shared) == ours.keys() & theirs
    alone = [likeness(ours, frozenset({each}), rarity).score for each in shared]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(alone))


@given(st.lists(SETS, min_size=1, max_size=12), TRAITS, TRAITS)
def test_a_rarer_trait_is_never_worth_less(
    incidents: list[frozenset[Trait]], one: Trait, other: Trait
) -> None:
    """What every incident has still counts a little."""
    rarity = Rarity.among(incidents)
    rarer, commoner = sorted((one, other), key=lambda each: rarity.counts.get(each, 0))
    assert COMMONEST <= rarity.of(commoner) <= rarity.of(rarer) <= 2


def test_all_words_together_are_bounded() -> None:
    """However many two long reports share."""
    words = {trait(TraitKind.WORD, f"word{number}"): 1.0 for number in range(1_000)}
    assert likeness(words, frozenset(words), UNKNOWN).score == 1 - math.exp(-MOST_WORDS / SATURATION)


def test_the_very_same_certificate_counts_more_than_the_same_ca() -> None:
    """Kinds of traits have their weights."""
    ours = {trait(TraitKind.CERTIFICATE, "aa"): 1.0, trait(TraitKind.CA, "aa"): 1.0}
    certificate, ca = (likeness(ours, frozenset({each}), UNKNOWN).score for each in ours)
    assert certificate > 2 * ca
