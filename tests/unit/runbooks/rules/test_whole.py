"""What a runbook must say."""

import re
from pathlib import Path

import pytest

from tests.unit.runbooks.whole_runbook import TEXT, changed, line_of, linted, said


def test_a_whole_runbook_has_no_problem(tmp_path: Path) -> None:
    """Nothing at all, not even a warning."""
    assert linted(tmp_path) == []


@pytest.mark.parametrize(
    "key",
    [
        "applies_when",
        "does_not_apply_when",
        "tell",
        "escalate_when",
        "original_certificate",
        "review_prompts",
        "sources",
        "reviewed_on",
    ],
)
def test_a_missing_key_is_an_error(tmp_path: Path, key: str) -> None:
    """Told at the head of the file, where it could stand."""
    without = re.sub(rf"^{key}:.*\n(?: .*\n)*", "", TEXT, flags=re.MULTILINE)
    (problem,) = said(linted(tmp_path, without))
    assert problem.startswith(f"1: error: {key} is missing")


@pytest.mark.parametrize("key", ["done_when", "what_not_to_do"])
def test_what_every_runbook_must_have_is_an_error_too(tmp_path: Path, key: str) -> None:
    """The schema says so."""
    without = re.sub(rf"^{key}:.*\n(?: .*\n)*", "", TEXT, flags=re.MULTILINE)
    assert said(linted(tmp_path, without)) == [f"1: error: {key}: Field required"]


def test_an_empty_key_is_told_on_its_line(tmp_path: Path) -> None:
    """Blanks are nothing."""
    blank = 'done_when: "  "'
    text = changed("done_when: both nodes present the expected fingerprint", blank)
    (problem,) = said(linted(tmp_path, text))
    assert problem.startswith(f"{line_of(text, blank)}: error: done_when is missing")


def test_a_step_that_never_is_done_is_an_error(tmp_path: Path) -> None:
    """Somebody will tick it at once."""
    blank = 'done_when: ""'
    text = changed("done_when: the CA confirms", blank)
    assert said(linted(tmp_path, text)) == [
        f"{line_of(text, blank)}: error: withdraw does not say when it is done"
    ]


def test_the_last_step_is_the_review(tmp_path: Path) -> None:
    """Whatever it is titled."""
    text = changed("id: review", "id: afterwards")
    assert said(linted(tmp_path, text)) == [
        f"{line_of(text, 'id: afterwards')}: error: the last step must be review"
    ]
