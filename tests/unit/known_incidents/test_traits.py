"""What incidents have in common."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.diagnostics import Severity
from bot.known_incidents.tables import TRAIT_LENGTH
from bot.known_incidents.traits import (
    MAX_VALUE,
    MAX_WORDS,
    ServiceTraits,
    Trait,
    TraitKind,
    trait,
    traits_of,
)
from tests.expired_diagnosis import expired_diagnosis

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=200)
TRAITS = st.builds(trait, st.sampled_from(TraitKind), ANYTHING)


def _of_kind(kind: TraitKind, traits: frozenset[Trait]) -> set[str]:
    return {each.value for each in traits if each.kind is kind}


@given(TRAITS, TRAITS)
def test_what_is_written_tells_two_traits_apart(one: Trait, other: Trait) -> None:
    """Stored traits are compared as text."""
    assert (str(one) == str(other)) == (one == other)


@given(TRAITS)
@example(trait(TraitKind.CA, "a\x00b"))
@example(trait(TraitKind.CA, "\u0130" * MAX_VALUE))
def test_any_value_is_brought_to_a_form_that_both_databases_store(made: Trait) -> None:
    """Bounded, in lower case, and without the one character that PostgreSQL refuses."""
    assert len(made.value) <= MAX_VALUE
    assert len(str(made)) <= TRAIT_LENGTH
    assert "\x00" not in made.value
    assert made.value == made.value.strip()


@pytest.mark.parametrize(
    ("host", "family"),
    [
        ("api.example.com", {"example.com"}),
        ("a.b.example.com", {"b.example.com"}),
        ("example.com", set()),
        ("localhost", set()),
        ("192.0.2.1", set()),
        ("2001:db8::1", set()),
    ],
)
def test_the_family_of_a_host_is_the_domain_above_it(host: str, family: set[str]) -> None:
    """A top-level domain is nobody's, and an address has none."""
    traits = traits_of(host=host)
    assert _of_kind(TraitKind.HOST, traits) == {host}
    assert _of_kind(TraitKind.HOST_FAMILY, traits) == family


def test_a_diagnosis_gives_certificate_key_ca_and_findings() -> None:
    """A finding that is only a note says nothing."""
    diagnosis = expired_diagnosis()
    leaf = diagnosis.observations[0].handshakes[0].leaf
    assert leaf is not None
    named = replace(leaf, issuer_organization="Example  Trust\x00 INC")
    handshake = replace(diagnosis.observations[0].handshakes[0], chain=(named,))
    seen = replace(diagnosis.observations[0], handshakes=(handshake,))
    note = replace(diagnosis.findings[0], id="only-a-note", severity=Severity.NOTE)
    traits = traits_of(
        diagnosis=replace(diagnosis, observations=(seen,), findings=(*diagnosis.findings, note))
    )
    assert _of_kind(TraitKind.CERTIFICATE, traits) == {leaf.fingerprint_sha256[:20]}
    assert _of_kind(TraitKind.KEY, traits) == {leaf.spki_sha256[:20]}
    assert _of_kind(TraitKind.CA, traits) == {"example trust inc"}
    assert _of_kind(TraitKind.FINDING, traits) == {"leaf-expired"}


def test_the_catalogue_gives_service_team_and_workflow() -> None:
    """In one form, however they are written."""
    traits = traits_of(service=ServiceTraits("Checkout", "Team  Pay", "acme"), category="expiry.production")
    assert {str(each) for each in traits} == {
        "category:expiry.production",
        "service:checkout",
        "team:team pay",
        "workflow:acme",
    }


def test_of_many_words_the_most_frequent_count() -> None:
    """A long report is not like everything."""
    words = " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))
    traits = traits_of(words=f"{words} renewal renewal renewed")
    assert len(traits) == MAX_WORDS
    assert "renew" in _of_kind(TraitKind.WORD, traits)


def test_what_is_not_known_gives_nothing() -> None:
    """Not even an empty trait, which all unknown ones would share."""
    assert traits_of(host="", service=ServiceTraits("", " ", None), words="the and of", gap="") == frozenset()
