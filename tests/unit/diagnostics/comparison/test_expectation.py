"""What counts as the expected certificate."""

import base64
import contextlib
import hashlib
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics import Observation, Outcome
from bot.diagnostics.comparison.expectation import compare_with_expectations, parse_expectation
from bot.diagnostics.errors import ExpectationError
from bot.diagnostics.model.comparison import Expectation, ExpectationKind
from tests.expired_diagnosis import expired_diagnosis

SEEN = expired_diagnosis().observations
DER = base64.b64decode(SEEN[0].chain_der[0])
SHA256 = hashlib.sha256(DER).hexdigest()
SHA1 = hashlib.sha1(DER, usedforsecurity=False).hexdigest()


def _with_colons(digits: str) -> str:
    return ":".join(textwrap.wrap(digits.upper(), 2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHA256, Expectation(ExpectationKind.SHA256, SHA256)),
        (_with_colons(SHA256), Expectation(ExpectationKind.SHA256, SHA256)),
        (f"sha256 Fingerprint={_with_colons(SHA256)}", Expectation(ExpectationKind.SHA256, SHA256)),
        (f"SHA-256: {SHA256}", Expectation(ExpectationKind.SHA256, SHA256)),
        (f"spki:{SHA256}", Expectation(ExpectationKind.SPKI, SHA256)),
        ("serial=0A:1F", Expectation(ExpectationKind.SERIAL, "a1f")),
        ("0x1234", Expectation(ExpectationKind.SERIAL, "1234")),
        ("00", Expectation(ExpectationKind.SERIAL, "0")),
        ("ab:cd", Expectation(ExpectationKind.SERIAL, "abcd")),
        (SHA1, Expectation(ExpectationKind.SERIAL, SHA1.lstrip("0"))),
    ],
)
def test_the_forms_in_which_tools_print_it(text: str, expected: Expectation) -> None:
    """Colons, capitals and labels are no obstacle."""
    assert parse_expectation(text) == expected


@pytest.mark.parametrize("text", ["", "hello", "spki:abcd", "a" * 63, "a" * 65, "serial:", "12 34 xy"])
def test_what_names_no_certificate(text: str) -> None:
    """It is refused with what to give instead."""
    with pytest.raises(ExpectationError, match="Give the SHA-256"):
        parse_expectation(text)


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(ExpectationError):
        assert parse_expectation(text).value


@pytest.mark.parametrize("value", [SHA256, "1234", SHA1])
def test_an_expectation_that_is_met(value: str) -> None:
    """By the fingerprint, the serial number, or the SHA-1 that Windows calls thumbprint."""
    results = compare_with_expectations(SEEN, [parse_expectation(value)])
    assert [result.met for result in results] == [True, True]


def test_one_of_several_is_enough() -> None:
    """A server with two key types has two expected certificates."""
    results = compare_with_expectations(SEEN, [parse_expectation("f" * 64), parse_expectation(SHA256)])
    assert all(result.met for result in results)


def test_what_is_presented_instead_is_named() -> None:
    """And an address that presents nothing has not met it."""
    silent = Observation("192.0.2.9:443", Outcome.TIMED_OUT)
    results = compare_with_expectations([*SEEN[:1], silent], [parse_expectation("ff")])
    assert [(result.met, result.presented) for result in results] == [(False, "1234"), (False, "")]


def test_nothing_is_expected() -> None:
    """Then nothing is compared."""
    assert compare_with_expectations(SEEN, []) == ()
