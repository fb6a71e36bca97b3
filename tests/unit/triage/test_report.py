"""A report, taken apart into error messages and features."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.report import NEGATED, NEGATION_REACH, take_apart
from bot.words import NEGATIONS
from tests.unit.triage.books import tls_errors

ERRORS = tls_errors()


def _features(report: str) -> dict[str, str]:
    return dict(take_apart(report, ERRORS).features)


def test_stems_and_two_of_them_in_a_row_with_the_words_that_they_stand_for() -> None:
    """Stop words too: "on the standby" says more than "standby"."""
    assert _features("Renewals failed on 3 nodes") == {
        "renew": "renewals",
        "fail": "failed",
        "on": "on",
        "0": "3",
        "node": "nodes",
        "renew fail": "renewals failed",
        "fail on": "failed on",
        "on 0": "on 3",
        "0 node": "3 nodes",
    }


def test_two_words_of_two_sentences_are_not_in_a_row() -> None:
    """What ends a sentence ends a thought."""
    features = _features("It failed. Nodes are fine")
    assert "fail" in features
    assert "node" in features
    assert "fail node" not in features


@pytest.mark.parametrize("negation", sorted(NEGATIONS))
def test_a_negation_turns_round_what_follows(negation: str) -> None:
    """And is quoted with it."""
    features = _features(f"it {negation} expired")
    assert features["not expir"] == f"{negation} expired"
    assert "expir" not in features


def test_a_negation_reaches_so_far_and_within_its_sentence() -> None:
    """What comes later is meant as it stands."""
    assert NEGATION_REACH == 3
    features = _features("not expired one two three. Revoked")
    assert {"not expir", "not one", "not two", "three", "revok"} <= features.keys()
    assert {"expir", "not three", "not revok"}.isdisjoint(features)


def test_a_word_may_be_said_and_denied() -> None:
    """Both count."""
    assert {"expir", "not expir"} <= _features("The old one expired, says he. It is not expired").keys()


def test_an_error_message_is_one_feature_and_its_words_are_none() -> None:
    """They are the program's, not the reporter's."""
    report = take_apart("curl says: certificate has expired, since noon", ERRORS)
    assert report.error_kinds == {"expired"}
    assert report.features["error:expired"] == "certificate has expired"
    assert {"curl", "sinc", "noon"} <= report.features.keys()
    assert {"expir", "certif", "says since"}.isdisjoint(report.features)


def test_two_messages_of_a_kind_are_one_feature() -> None:
    """It is quoted as it stands first."""
    report = take_apart("CERTIFICATE HAS EXPIRED and later: certificate has expired", ERRORS)
    assert len(report.errors) == 2
    assert report.features["error:expired"] == "CERTIFICATE HAS EXPIRED"


def test_what_surrounds_a_message_does_not_meet_across_it() -> None:
    """The words before it and after it never stood side by side, and a negation before it reaches no further."""
    features = _features("clients not certificate has expired happy")
    assert "client happi" not in features
    assert "happi" in features


def test_an_empty_report_has_nothing() -> None:
    """Nor has one of blanks and marks."""
    for empty in ("", "  \n\t", "... !?"):
        report = take_apart(empty, ERRORS)
        assert (report.errors, dict(report.features)) == ((), {})


@given(st.text(max_size=300))
def test_any_report_can_be_taken_apart(text: str) -> None:
    """Each feature has words; what is negated is quoted with its negation."""
    for feature, words in take_apart(text, ERRORS).features.items():
        assert feature
        assert words
        if feature.startswith(NEGATED) and " " not in feature.removeprefix(NEGATED):
            assert words.split()[0] in NEGATIONS or words.split()[0] == "not"
