"""Nothing is revoked before its replacement is proven."""

from pathlib import Path

import pytest

from tests.unit.runbooks.whole_runbook import changed, line_of, linted, said

UNLOCKED = "    locked_until: replace\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Withdraw the old one", "title: Revoke the old one"),
        ("title: Withdraw the old one", "title: Have the old one revoked"),
        ("id: withdraw", "id: revoke-old"),
    ],
)
def test_a_step_that_revokes_is_locked(tmp_path: Path, before: str, after: str) -> None:
    """By its id or by its title."""
    locked = changed(before, after)
    assert linted(tmp_path, locked) == []
    text = locked.replace(UNLOCKED, "")
    (problem,) = said(linted(tmp_path, text))
    assert problem.startswith(f"{line_of(text, _id(text))}: error: ")
    assert "revokes, and is not locked" in problem


def _id(text: str) -> str:
    return "id: revoke-old" if "id: revoke-old" in text else "id: withdraw"


@pytest.mark.parametrize(
    "title",
    [
        "Confirm what is revoked",
        "Decide whether to revoke",
        "Ask when the CA will revoke",
        "Stop what revokes",
    ],
)
def test_a_step_that_only_speaks_of_it_need_not_be(tmp_path: Path, title: str) -> None:
    """Titles say what to do; not each that has the word does it."""
    text = changed("title: Withdraw the old one", f"title: {title}").replace(UNLOCKED, "")
    assert linted(tmp_path, text) == []
