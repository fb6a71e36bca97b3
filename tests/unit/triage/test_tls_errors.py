"""The error messages of TLS stacks, found in what people paste."""

import itertools
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content_file import ContentFileError
from bot.triage.tls_errors import MAX_REPORT, TlsErrorMessage, TlsErrors
from tests.unit.triage.books import BOOKS, TAXONOMY, tls_errors

ERRORS = tls_errors()
MAX_CPU_S = 0.5


def _errors(*messages: tuple[str, str]) -> TlsErrors:
    """Kind and text of each."""
    return TlsErrors.model_validate(
        {
            "kinds": {kind: kind for kind, _ in messages},
            "sources": {"here": "https://example.com/"},
            "errors": [{"kind": kind, "by": "it", "text": text, "source": "here"} for kind, text in messages],
        }
    )


def _found(errors: TlsErrors, report: str) -> list[tuple[str, str]]:
    return [(error.kind, error.text) for error in errors.found_in(report)]


def _written(error: TlsErrorMessage, between: str = "x") -> str:
    return error.text.replace("*", between)


def _broken_over_lines(error: TlsErrorMessage) -> str:
    """Its blanks become line ends, but for those beside a gap, which stays within its line."""
    return re.sub(r"(?<!\*) (?!\*)", "\n\t ", error.text).replace("*", "x")


def _upper(error: TlsErrorMessage) -> str:
    return _written(error).upper()


def _without_what_varies(error: TlsErrorMessage) -> str:
    return _written(error, "")


def _within_a_line(error: TlsErrorMessage) -> str:
    return f"at 02:00 we saw: {_written(error)} (twice)"


@pytest.mark.parametrize(
    "write", [_written, _upper, _broken_over_lines, _without_what_varies, _within_a_line]
)
def test_every_message_is_found_as_what_it_is(write: Callable[[TlsErrorMessage], str]) -> None:
    """As a whole and of its own kind, and no part of it as another."""
    other = [
        (error.text, found)
        for error in ERRORS.errors
        for found in [_found(ERRORS, write(error))]
        if [kind for kind, _ in found] != [error.kind] or len(found[0][1]) < len(_without_what_varies(error))
    ]
    assert other == []


def test_no_message_is_there_twice() -> None:
    """Case and white space aside: the second would never be found."""
    texts = Counter(" ".join(error.text.casefold().split()) for error in ERRORS.errors)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_kind_and_source_is_used() -> None:
    """One that no message refers to is a misspelt one, or a forgotten one."""
    assert {error.kind for error in ERRORS.errors} == set(ERRORS.kinds)
    assert {error.source for error in ERRORS.errors} == set(ERRORS.sources)


def test_every_kind_is_evidence_of_something() -> None:
    """And the taxonomy names no kind that is not there."""
    named = {
        evidence.when.removeprefix("report-error:")
        for category in TAXONOMY.everything
        for evidence in category.evidence
        if evidence.when.startswith("report-error:")
    }
    assert named == set(ERRORS.kinds)


@pytest.mark.parametrize("between", ["", "x", " some host ", "-" * 79])
def test_a_gap_stands_for_anything_short(between: str) -> None:
    """Also for nothing at all."""
    errors = _errors(("wrong-name", "not valid for *, sorry"))
    report = f"not valid for {between}, sorry"
    assert _found(errors, report) == [("wrong-name", report)]


@pytest.mark.parametrize("between", ["-" * 80, "a\nb"])
def test_a_gap_is_short_and_within_a_line(between: str) -> None:
    """Two unrelated lines make no message."""
    errors = _errors(("wrong-name", "not valid for *, sorry"))
    assert _found(errors, f"not valid for {between}, sorry") == []


def test_a_message_is_not_found_within_a_word() -> None:
    """Its first and last letter are those of words."""
    errors = _errors(("expired", "has expired"))
    assert _found(errors, "alias expired, it has expiredish") == []


def test_the_longest_of_overlapping_messages_counts() -> None:
    """Wherever it stands in the file, and whichever begins first; others are found beside it."""
    errors = _errors(
        ("expired", "certificate has expired"),
        ("not-yet-valid", "has expired or is not yet valid: before"),
        ("revoked", "certificate revoked"),
    )
    report = (
        "Certificate has expired or is not yet valid: before. certificate revoked; certificate has expired"
    )
    assert _found(errors, report) == [
        ("not-yet-valid", "has expired or is not yet valid: before"),
        ("revoked", "certificate revoked"),
        ("expired", "certificate has expired"),
    ]


def test_a_message_is_told_with_its_program_and_its_place() -> None:
    """As it stands in the report."""
    (error,) = ERRORS.found_in("log: X509: certificate signed by  unknown authority")
    assert (error.kind, error.by, error.start) == ("unknown-issuer", "Go", 5)
    assert error.text == "X509: certificate signed by  unknown authority"


def test_the_beginning_of_a_report_is_searched() -> None:
    """As much of it as stated."""
    message = "certificate has expired"
    assert _found(ERRORS, " " * (MAX_REPORT - len(message)) + message) == [("expired", message)]
    assert _found(ERRORS, " " * MAX_REPORT + message) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Good morning, the website of the bank does not open on my phone since yesterday.",
        "We renewed the certificate last week and everybody was happy with it.",
        "The key of the office was lost, and the locksmith comes at noon.",
        "Our trial has expired, so the vendor sends a new licence.",
        "Please restart the server when the deployment is done.",
        "The root of the problem is an old router in the branch.",
        "Half of the customers cannot log in, the other half can.",
        "My password does not work any more; can you reset it?",
        "The pipeline is slow today, and the queue grows.",
        "Someone should look at the load balancer before the weekend.",
        "The authority to sign contracts lies with the board.",
        "There is no connection between the two incidents.",
        "He could not verify the invoice because the first page was missing.",
    ],
)
def test_what_people_say_is_no_error_message(sentence: str) -> None:
    """Ordinary English holds none."""
    assert _found(ERRORS, sentence) == []


@given(st.text(max_size=300))
def test_any_report_is_searched(report: str) -> None:
    """What is found stands there, in its order, and nothing twice."""
    found = ERRORS.found_in(report)
    assert all(report[error.start : error.end] == error.text for error in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@given(st.lists(st.sampled_from(ERRORS.errors), max_size=6), st.sampled_from(["\n", " ", "; "]))
def test_messages_side_by_side_never_overlap(errors: list[TlsErrorMessage], between: str) -> None:
    """However they are mixed."""
    found = ERRORS.found_in(between.join(map(_written, errors)))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert len(found) >= bool(errors)


_WITH_GAPS = [error.text.split("*") for error in ERRORS.errors if "*" in error.text]


@pytest.mark.parametrize(
    "text",
    [
        "certificate " * 10_000,
        "a" * 100_000,
        " " * 100_000,
        "\n" * 100_000,
        "*" * 100_000,
        "\x00" * 100_000,
        "self-signed certificate " * 5_000,
        "x509: certificate has expired or is not yet valid: current time " * 1_600,
        "\n".join(_written(error) for error in ERRORS.errors) * 3,
        "\n".join("".join(reversed(parts)) + parts[0] * 20 for parts in _WITH_GAPS) * 3,
        "".join(parts[-1] + (parts[0] + " " * 79) * 8 for parts in _WITH_GAPS) * 4,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_no_report_takes_long(text: str) -> None:
    """A hundred thousand characters, made to be slow."""
    assert len(text) >= 90_000
    began = time.process_time()
    ERRORS.found_in(text)
    assert time.process_time() - began < MAX_CPU_S


@pytest.mark.parametrize("parts", _WITH_GAPS, ids="*".join)
def test_the_beginning_of_a_message_over_and_over_takes_no_longer(parts: list[str]) -> None:
    """Each of them could be the one that goes on."""
    text = "".join(reversed(parts)) + "\n" + (parts[0] + " " * 7) * 800
    began = time.process_time()
    ERRORS.found_in(text)
    assert time.process_time() - began < MAX_CPU_S


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("kind: expired,", "kind: expried,", "expried"),
        ("source: openssl}", "source: opnssl}", "opnssl"),
    ],
)
def test_a_reference_to_nothing_is_told_with_file_and_text(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    """A message of an unknown kind would be no evidence, and nobody would notice."""
    text = (BOOKS / "tls_errors.yaml").read_text("utf-8")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if right in words)
    broken = tmp_path / "tls_errors.yaml"
    broken.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ContentFileError, match=rf"tls_errors\.yaml:{line}: .*refers to {told}"):
        TlsErrors.load(broken)
