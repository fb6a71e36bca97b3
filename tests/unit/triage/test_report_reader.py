"""What the words of a report say, as the examples have taught."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content_file import ContentFileError
from bot.incidents.knowledge import Knowledge
from bot.triage import NOTHING_SAID, Example, Known, ReportReader, suggest
from bot.triage.report_reader import MOST_OF_ALL, MOST_QUOTED, read_examples
from bot.words import STOP_WORDS, sentences
from tests.unit.triage.books import BOOKS, REPORTS, TAXONOMY, reader, reading, tls_errors

CATEGORIES = [category.id for category in TAXONOMY.everything]
EXPIRY = {"expiry.production", "expiry.hot-spare", "expiry.non-production"}
EXAMPLES = read_examples(REPORTS, categories=CATEGORIES)


def _best(said: Mapping[str, float]) -> str:
    return max(said, key=lambda category: said[category])


def _reader(*examples: tuple[str, str]) -> ReportReader:
    """One that knows only these."""
    return ReportReader([Example(*each) for each in examples], TAXONOMY, tls_errors())


def _file(directory: Path, category: str, *reports: str) -> Path:
    """An organisation's own examples."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{category}.yaml"
    path.write_text("us:\n" + "".join(f"  - {report}\n" for report in reports), "utf-8")
    return path


@pytest.mark.parametrize("empty", ["", "   \n", "?!...", "qwxzzt vvbnqq", "\u8bc1\u4e66\u8fc7\u671f"])
def test_a_report_without_a_known_word_says_nothing(empty: str) -> None:
    """Whatever is not known speaks for nothing."""
    assert reading(empty) == NOTHING_SAID


def test_it_says_what_its_words_have_meant_before() -> None:
    """The category of the example that it is most like."""
    small = _reader(
        ("trust.missing-root", "the zorblax appliance does not know our root"),
        ("key-compromise.confirmed", "somebody has copied the private key"),
    )
    assert _best(small.read("zorblax refuses our root").log_odds) == "trust.missing-root"
    assert _best(small.read("the key was copied").log_odds) == "key-compromise.confirmed"


def test_a_category_without_examples_is_neither_likely_nor_unlikely() -> None:
    """Nothing was learned of it."""
    small = _reader(
        ("expiry.hot-spare", "the spare expired"), ("trust.missing-root", "the root is not known there")
    )
    said = small.read("the spare expired")
    assert set(said.log_odds) == {"expiry.hot-spare", "trust.missing-root"}
    assert suggest(Known(reading=said), TAXONOMY).ranked[0].probability < 1


def test_without_any_example_only_error_messages_are_read() -> None:
    """They need none."""
    said = _reader().read("openssl: certificate has expired")
    assert said.error_kinds == {"expired"}
    assert not any(said.log_odds.values())


def test_what_is_denied_is_not_what_is_said() -> None:
    """A negation turns the words round."""
    said = reading("the certificate expired in production").log_odds["expiry.production"]
    denied = reading("the certificate has not expired in production").log_odds["expiry.production"]
    assert denied < said - 1


def test_an_error_message_is_found_beside_the_words() -> None:
    """With its place, for whoever wants to see it."""
    said = reading("new batch machines: x509: certificate signed by unknown authority")
    assert said.error_kinds == {"unknown-issuer"}
    assert [error.by for error in said.errors] == ["Go"]


@given(st.text(max_size=200), st.lists(st.sampled_from(EXAMPLES), max_size=4))
def test_words_never_say_more_than_an_observation_may_outweigh(text: str, examples: list[Example]) -> None:
    """However many of them there are; and of every category or none."""
    said = reader().read("\n".join([text, *(example.report for example in examples)]))
    assert all(abs(value) <= MOST_OF_ALL for value in said.log_odds.values())
    assert set(said.log_odds) in (set(), set(CATEGORIES))


def test_a_word_said_over_and_over_says_no_more() -> None:
    """Shouting is no evidence."""
    assert reading("revoked " * 200).log_odds["revocation.mistaken"] < MOST_OF_ALL
    assert reading("revoked. " * 200).log_odds == reading("revoked.").log_odds


@pytest.mark.parametrize(
    "report",
    [
        "cert expired",
        "Certificate expired!",
        "our cert is expired",
        "the cert expired last night",
        "curl: (60) SSL certificate problem: certificate has expired",
    ],
)
def test_an_expiry_is_taken_to_be_in_production(report: str) -> None:
    """It comes before its neighbours until something tells it from them."""
    ranked = [one.id for one in suggest(Known(reading=reading(report)), TAXONOMY).ranked]
    assert next(each for each in ranked if each in EXPIRY) == "expiry.production"


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("cert expired on the standby node, no traffic there", "expiry.hot-spare"),
        ("certificate of the passive node expired, the active one is fine", "expiry.hot-spare"),
        ("the cert on our staging environment expired, QA is blocked", "expiry.non-production"),
        ("expired cert in the test lab, no customer sees it", "expiry.non-production"),
    ],
)
def test_what_tells_an_expiry_from_production_counts(report: str, expected: str) -> None:
    """What is assumed yields to what is said."""
    assert suggest(Known(reading=reading(report)), TAXONOMY).ranked[0].id == expected


def test_the_words_that_speak_for_a_category_are_quoted() -> None:
    """The most telling ones, as they stand in the report."""
    telling = reading("cert expired on the Standby node")
    assert any("standby" in words for words in telling.telling["expiry.hot-spare"])
    assert not any("standby" in words for words in telling.telling["trust.missing-root"])


@given(st.sampled_from(EXAMPLES), st.sampled_from(CATEGORIES))
def test_only_what_was_said_is_quoted(example: Example, category: str) -> None:
    """A few words that mean something, none of them twice, and no error message."""
    said = reader().read(example.report)
    quoted = said.telling[category]
    words = {word for sentence in sentences(example.report) for word in sentence}
    assert len(quoted) <= MOST_QUOTED
    assert all(words.issuperset(quote.split()) for quote in quoted)
    assert not any(STOP_WORDS.issuperset(quote.split()) for quote in quoted)
    assert not any(one in other for one in quoted for other in quoted if one is not other)


def test_the_quotes_are_reasons_of_the_suggestion() -> None:
    """In the words of the reporter."""
    best = suggest(Known(reading=reading("we found the private key in a public repo")), TAXONOMY).ranked[0]
    assert best.id == "key-compromise.confirmed"
    assert any("\u201c" in reason and "public repo" in reason for reason in best.reasons_for)


def test_examples_of_no_category_are_refused_with_their_file(tmp_path: Path) -> None:
    """A misspelt name would teach nothing, and nobody would notice."""
    path = _file(tmp_path, "expiry.prodution", "cert expired")
    with pytest.raises(ContentFileError, match=r"expiry\.prodution\.yaml:1: there is no category"):
        read_examples(tmp_path, categories=CATEGORIES)
    path.unlink()
    assert read_examples(tmp_path, categories=CATEGORIES) == []


@pytest.mark.parametrize(
    ("text", "line"), [("a:\n  - good\n  - ''\n", 3), ("a:\n  - good\nb: 5\n", 3), ("- good\n", 1)]
)
def test_examples_that_do_not_fit_are_told_with_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    """Whoever edits the file goes straight to the place."""
    (tmp_path / "expiry.production.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentFileError, match=rf"expiry\.production\.yaml:{line}: "):
        read_examples(tmp_path, categories=CATEGORIES)


def test_a_directory_that_is_not_there_has_no_examples(tmp_path: Path) -> None:
    """An organisation need not have any."""
    assert read_examples(tmp_path / "none", categories=CATEGORIES) == []


def test_an_example_is_told_with_its_writer_and_category(tmp_path: Path) -> None:
    """As the file has them."""
    _file(tmp_path, "trust.missing-root", "one", "two")
    assert read_examples(tmp_path, categories=CATEGORIES) == [
        Example("trust.missing-root", "one", "us"),
        Example("trust.missing-root", "two", "us"),
    ]


def test_an_organisation_teaches_its_own_words(tmp_path: Path) -> None:
    """Beside the examples that are brought along."""
    _file(
        tmp_path / "reports",
        "ca-outage.internal",
        "the blorptron hands out nothing any more",
        "blorptron is down again",
        "no answer from blorptron",
    )
    knowledge = Knowledge.load(BOOKS, tmp_path)
    report = "blorptron"
    assert reading(report) == NOTHING_SAID
    own = knowledge.reader.read(report)
    assert _best(own.log_odds) == "ca-outage.internal"
    assert own.telling["ca-outage.internal"] == ("blorptron",)
    known = "we found the private key in a public repo"
    assert _best(knowledge.reader.read(known).log_odds) == _best(reading(known).log_odds)
