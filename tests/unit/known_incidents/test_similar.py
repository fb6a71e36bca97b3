"""Which known incidents are shown, and why."""

from dataclasses import replace

import pytest

from bot import content
from bot.known_incidents.library import KnownIncidentLibrary
from bot.known_incidents.reasons import MOST_REASONS, MOST_WORDS, reasons
from bot.known_incidents.similar import (
    LEAST_SCORE,
    MOST,
    KnownIncidents,
    SimilarIncident,
    best,
    weighed,
)
from bot.known_incidents.traits import Trait, TraitKind, trait, traits_of
from bot.taxonomy import Taxonomy

BOOKS = content.root() / "runbooks"
TAXONOMY = Taxonomy.load(BOOKS / "taxonomy.yaml")
KNOWN = KnownIncidents(KnownIncidentLibrary.load(BOOKS / "known"), TAXONOMY)
HOOK = (
    "cert renewed weeks ago but the deploy hook ended with Permission denied, so the old one is still served"
)
EXPIRED = trait(TraitKind.FINDING, "leaf-expired")


def _one(id_: str, score: float, *, own: bool) -> SimilarIncident:
    return SimilarIncident(id_, id_, score, (), own, root_cause="", fixed_by="")


def test_the_pattern_that_a_report_describes_comes_first() -> None:
    """In other words than the library's."""
    found = KNOWN.similar(
        traits_of(words=HOOK, host="api.example.com") | {EXPIRED}, {"expiry.production": 0.8}, HOOK
    )
    assert found[0].id == "deploy-hook-failed-unseen"
    assert found[0].root_cause
    assert found[0].fixed_by
    assert not found[0].own


def test_at_most_three_are_shown_best_first() -> None:
    """However many look alike."""
    likely = {entry.category: 1.0 for entry in KNOWN.library.entries}
    found = KNOWN.similar(traits_of(words=HOOK) | {EXPIRED}, likely, HOOK)
    assert len(found) == MOST == 3
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(LEAST_SCORE <= score <= 1 for score in scores)


def test_nothing_known_is_like_nothing() -> None:
    """Better none than any three."""
    assert KNOWN.similar(frozenset(), {}, "") == ()


@pytest.mark.parametrize("entry", KNOWN.library.entries, ids=lambda entry: str(entry.incident.id))
def test_each_entry_is_found_by_its_own_symptoms(entry: object) -> None:
    """Among the first three, with its category and its findings."""
    (known,) = [one for one in KNOWN.library.entries if one is entry]
    words = " ".join((known.incident.title, *known.incident.symptoms))
    traits = traits_of(words=words) | {trait(TraitKind.FINDING, each) for each in known.incident.findings}
    found = KNOWN.similar(traits, {known.category: 0.9}, words)
    assert known.incident.id in {one.id for one in found}


def test_our_own_come_before_public_ones_of_the_same_score() -> None:
    """And behind those that are more alike."""
    found = best(
        [
            _one("a", 0.5, own=False),
            _one("b", 0.5, own=True),
            _one("c", 0.6, own=False),
            _one("d", 0.1, own=True),
        ],
        MOST,
    )
    assert [one.id for one in found] == ["c", "b", "a"]


def test_a_category_that_is_hardly_likely_makes_nothing_similar() -> None:
    """What was observed is certain."""
    sure = weighed({EXPIRED}, {"expiry.production": 0.7, "trust.missing-root": 0.05})
    assert sure == {EXPIRED: 1.0, trait(TraitKind.CATEGORY, "expiry.production"): 0.7}


SAID = [
    (TraitKind.CATEGORY, "expiry.production", "same kind: Production outage from expiry"),
    (TraitKind.HOST_FAMILY, "example.com", "a host below example.com"),
    (TraitKind.CERTIFICATE, "00ff", "the very same certificate"),
    (TraitKind.KEY, "00ff", "the very same key"),
    (TraitKind.HOST, "api.example.com", "same host: api.example.com"),
    (TraitKind.SERVICE, "checkout", "same service: checkout"),
    (TraitKind.TEAM, "payments", "same team: payments"),
    (TraitKind.CA, "let's encrypt", "same CA: let's encrypt"),
    (TraitKind.WORKFLOW, "internal-ca", "issued in the same way: internal ca"),
    (TraitKind.GAP, "no-owner", "same gap: no owner"),
    (TraitKind.FINDING, "leaf-expired", "same finding: leaf expired"),
]


@pytest.mark.parametrize(("kind", "value", "said"), SAID)
def test_each_shared_trait_is_said_in_words(kind: TraitKind, value: str, said: str) -> None:
    """Never as an id."""
    name = TAXONOMY.name_of("expiry.production")
    expected = said.replace("Production outage from expiry", name or "")
    assert reasons([Trait(kind, value)], "", TAXONOMY) == (expected,)


def test_shared_words_are_quoted_as_the_report_has_them() -> None:
    """Not their stems, and not words that only the other incident has."""
    shared = [trait(TraitKind.WORD, stem) for stem in ("renew", "deni", "gateway")]
    (said,) = reasons(shared, "It was renewed. Permission DENIED.", TAXONOMY)
    assert said == "same words: \u201crenewed\u201d, \u201cdenied\u201d"


def test_reasons_are_few_and_words_come_last() -> None:
    """The weightiest first."""
    shared = [
        *(trait(TraitKind.FINDING, f"finding-{number}") for number in range(9)),
        *(trait(TraitKind.WORD, f"word{number}x") for number in range(9)),
    ]
    said = reasons(shared, " ".join(f"word{number}x" for number in range(9)), TAXONOMY)
    assert len(said) == MOST_REASONS
    assert said[0] == "same finding: finding 0"
    assert said[-1].count("\u201c") == MOST_WORDS


def test_what_is_shown_of_a_public_incident_has_its_source_and_date() -> None:
    """A pattern has neither."""
    for one in (
        found
        for category in {entry.category for entry in KNOWN.library.entries}
        for found in KNOWN.similar((), {category: 1.0}, "", most=99)
    ):
        entry = KNOWN.library.find(one.id)
        assert entry is not None
        assert one.date == entry.incident.date
        assert (one.source is None) == (entry.incident.source is None)
        assert replace(one, score=0.0).title == entry.incident.title
