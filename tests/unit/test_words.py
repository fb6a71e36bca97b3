"""Words of free text and their stems."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import MAX_TEXT, MAX_WORD, NEGATIONS, STOP_WORDS, sentences, stem, stems, words_by_stem

MAX_CPU_S = 0.5


@pytest.mark.parametrize(
    "words",
    [
        "expire expired expires expiring",
        "revoked revoking revokes",
        "certificate certificates",
        "renew renewed renewing renews",
        "trusted trusts trusting",
    ],
)
def test_forms_of_a_word_meet(words: str) -> None:
    """People write the same thing in many forms."""
    assert len({stem(word) for word in words.split()}) == 1


def test_words_of_other_meaning_do_not_meet() -> None:
    """What tells the kinds of incident apart."""
    words = [
        "expired",
        "revoked",
        "trusted",
        "issued",
        "leaked",
        "staging",
        "standby",
        "root",
        "intermediate",
    ]
    assert len({stem(word) for word in words}) == len(words)


@pytest.mark.parametrize("number", ["100", "404", "429", "503", "599"])
def test_the_status_of_an_answer_keeps_its_number(number: str) -> None:
    """A 429 says something else than a 503."""
    assert stem(number) == number


@pytest.mark.parametrize(
    "number", ["0", "7", "42", "099", "600", "999", "2026", "12.5", "10.0.0.1", "443-8443"]
)
def test_any_other_number_is_only_a_number(number: str) -> None:
    """A port, a date or an address that was met in one report says nothing in another."""
    assert stem(number) == "0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It expired. Nobody knew", [["it", "expired"], ["nobody", "knew"]]),
        ("it is down!!! why?? 503; again: no", [["it", "is", "down"], ["why"], ["503"], ["again"], ["no"]]),
        ("one\ntwo\n\n\nthree", [["one"], ["two"], ["three"]]),
        ("api.example.com speaks TLSv1.3.", [["api.example.com", "speaks", "tlsv1.3"]]),
        ("C# and c++ in node.js", [["c", "and", "c", "in", "node.js"]]),
        ("it isn\u2019t", [["it", "isn't"]]),
        ("\uff26\uff55\uff4c\uff4c \ufb01le", [["full", "file"]]),
        ("...\n?! \u2026", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_sentences_of_words(text: str, expected: list[list[str]]) -> None:
    """At marks that something blank follows, so that a name with dots stays whole."""
    assert list(sentences(text)) == expected


def test_what_is_too_long_for_a_word_is_left_out() -> None:
    """A fingerprint is noise."""
    assert list(sentences(f"key {'ab' * 32} leaked")) == [["key", "leaked"]]
    assert list(sentences("a" * MAX_WORD)) == [["a" * MAX_WORD]]


def test_no_more_of_a_text_is_looked_at_than_stated() -> None:
    """What follows a long log may be missed."""
    assert list(sentences(" " * MAX_TEXT + "expired")) == []


@pytest.mark.parametrize("word", sorted(NEGATIONS | STOP_WORDS))
def test_every_listed_word_can_be_met(word: str) -> None:
    """One that the text is never cut into would have no effect."""
    assert list(sentences(f"{word.upper()}.")) == [[word]]


def test_a_negation_is_no_stop_word() -> None:
    """It says what is wrong: the other way round."""
    assert not NEGATIONS & STOP_WORDS
    assert {"not", "no", "never", "without", "isn't", "cannot", "didnt"} <= NEGATIONS


def test_stems_of_what_says_something() -> None:
    """In their order, as often as they are there; neither stop words nor negations."""
    assert list(stems("The certificates of the API have not expired, they never expire: 503")) == [
        "certif",
        "api",
        "expir",
        "expir",
        "503",
    ]


def test_each_stem_is_told_by_the_word_that_people_know() -> None:
    """The first one that has it."""
    assert words_by_stem("Renewed twice, renewing again") == {
        "renew": "renewed",
        "twice": "twice",
        "again": "again",
    }


@given(st.text(max_size=300))
def test_any_text_has_words_of_a_known_form(text: str) -> None:
    """In lower case, not empty, of bounded length; and each stem is that of a word of the text."""
    words = [word for sentence in sentences(text) for word in sentence]
    assert all(sentence for sentence in sentences(text))
    assert all(word == word.lower() and word.isascii() and 0 < len(word) <= MAX_WORD for word in words)
    assert set(stems(text)) <= set(words_by_stem(text)) == {stem(word) for word in words}
    assert {stem(word) for word in words_by_stem(text).values()} == set(words_by_stem(text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_sentences_of_two_lines_are_those_of_each(first: str, second: str) -> None:
    """A line never joins the one before it."""
    assert list(sentences(f"{first}\n{second}")) == [*sentences(first), *sentences(second)]


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_case_says_nothing(text: str) -> None:
    """People shout."""
    assert list(sentences(text.upper())) == list(sentences(text.lower()))


@pytest.mark.parametrize(
    "text",
    ["." * 100_000 + "a", "\u2026" * 100_000 + "a", ".\n" * 50_000, "a-" * 50_000, "\ufdfa" * 100_000],
    ids=["dots", "ellipses", "lines", "hyphens", "ligatures"],
)
def test_no_text_takes_long(text: str) -> None:
    """Whatever its marks: ellipses, which become three dots each, once took seven seconds."""
    began = time.process_time()
    list(sentences(text))
    assert time.process_time() - began < MAX_CPU_S
