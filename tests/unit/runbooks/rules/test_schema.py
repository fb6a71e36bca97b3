"""What does not fit the form is told on its line, all of it."""

from pathlib import Path

import pytest

from tests.unit.runbooks.whole_runbook import TEXT, changed, line_of, linted, said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("role: commander", "role: boss", "role: Input should be 'commander', 'service owner'"),
        ("{host}:{port}", "{password}", "unknown placeholders: password"),
        ("{host}:{port}", "{host:>99999999999}", "a placeholder is a name in braces and nothing else"),
        ("{host}:{port}", "{host!r}", "a placeholder is a name in braces and nothing else"),
        ("only_if: confirm=standby", "check: is-nice", "check: Input should be 'not-expired'"),
        ("title: Close with a review", f"title: {'long ' * 15}title", "at most 73 characters"),
        ("only_if: confirm=standby", "only_if: confirm=neither", "which no step before it decides"),
        ("only_if: confirm=standby", "only_if: nobody=standby", "which no step before it decides"),
        ("locked_until: replace", "locked_until: review", "which is no step before it"),
        ("id: withdraw", "id: confirm", "a step id is there twice, confirm"),
        ("phase: review", "phase: confirm", "must stand together, and those of confirm do not"),
        ("    what_to_do: Ask the CA.", "    what_to_dc: Ask the CA.", "what_to_dc: Extra inputs"),
        ("reviewed_on: 2026-11-01", "reviewed_on: 2026-13-01", "month must be in 1..12"),
        ("title: Expired on a standby", 'title: "Expired', "error"),
    ],
)
def test_it_is_told_on_its_line(tmp_path: Path, before: str, after: str, words: str) -> None:
    """Each an error."""
    text = changed(before, after)
    found = [problem for problem in said(linted(tmp_path, text)) if words in problem]
    assert found
    if words != "error":
        assert found[0].startswith(f"{line_of(TEXT, before.strip())}: error: ")


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    """So that one run is enough."""
    text = changed("role: commander", "role: boss").replace("expected_minutes: 20", "expected_minutes: soon")
    lines = [problem.line for problem in linted(tmp_path, text)]
    assert lines == [line_of(text, "expected_minutes: soon"), line_of(text, "role: boss")]


def test_the_id_is_the_name_of_the_file(tmp_path: Path) -> None:
    """Otherwise two files could be for one category."""
    (problem,) = said(linted(tmp_path, name="expiry.production.yaml"))
    assert problem == "1: error: the id 'expiry.hot-spare' must be the name of the file"


def test_a_runbook_for_no_category_is_an_error(tmp_path: Path) -> None:
    """It would never be shown; the nearest one is named."""
    text = changed("id: expiry.hot-spare\n", "id: expiry.hot-spares\n")
    (problem,) = said(linted(tmp_path, text, name="expiry.hot-spares.yaml"))
    assert problem == "1: error: there is no category expiry.hot-spares; did you mean expiry.hot-spare?"


def test_a_key_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    """YAML's reader would keep the last one and say nothing."""
    text = changed("    only_if: confirm=standby\n", "    only_if: confirm=standby\n    role: anyone\n")
    again = line_of(text, "only_if: confirm=standby") + 1
    assert said(linted(tmp_path, text)) == [
        f"{again}: error: role stands twice, and only the last one counts"
    ]
