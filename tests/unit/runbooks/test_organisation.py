"""The organisation's own runbooks, whole ones and single steps, over the built-in ones."""

import textwrap
from pathlib import Path

import pytest

from bot import content
from bot.content_file import ContentFileError
from bot.runbooks import RunbookLibrary
from tests.unit.runbooks.whole_runbook import line_of, linted, said

BOOKS = content.root() / "runbooks"
OURS = RunbookLibrary.load(BOOKS)
GENERAL = (BOOKS / "none-of-these.yaml").read_text("utf-8")

STEP = """\
id: none-of-these
override_steps:
  - id: owner
    title: Call Priya
    phase: understand
    role: commander
    expected_minutes: 1
    what_to_do: She knows who owns it.
    contacts: [priya]
    done_when: she said who
"""


def _with(tmp_path: Path, text: str, name: str = "none-of-these.yaml") -> RunbookLibrary:
    (tmp_path / name).write_text(text, "utf-8")
    return RunbookLibrary.load(BOOKS, tmp_path)


def test_a_whole_runbook_replaces_ours(tmp_path: Path) -> None:
    """File by file; the others stay."""
    library = _with(tmp_path, GENERAL.replace(OURS.for_category("none-of-these").title, "Call Priya"))
    assert library.for_category("none-of-these").title == "Call Priya"
    assert library.for_category("expiry.production") == OURS.for_category("expiry.production")
    assert library.own == {"none-of-these": ()}


def test_a_single_step_replaces_ours_in_its_place(tmp_path: Path) -> None:
    """All the other steps, and everything around them, stay."""
    library = _with(tmp_path, STEP)
    ours, theirs = OURS.for_category("none-of-these"), library.for_category("none-of-these")
    assert [step.id for step in theirs.steps] == [step.id for step in ours.steps]
    assert [step.title for step in theirs.steps if step not in ours.steps] == ["Call Priya"]
    assert theirs.model_copy(update={"steps": ours.steps}) == ours
    assert library.own == {"none-of-these": ("owner",)}


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        (
            "id: owner",
            "id: owners",
            "id: owners",
            "none-of-these has no step owners; it has reproduce, owner",
        ),
        ("phase: understand", "phase: review", "- id: owner", "must stand together"),
        ("role: commander", "role: boss", "role: boss", "override_steps.0.role: Input should be"),
        ("contacts: [priya]", "locked_until: review", "locked_until", "which is no step before it"),
        ("override_steps:", "title: x\noverride_steps:", "title: x", "title: Extra inputs are not permitted"),
    ],
)
def test_a_broken_step_is_told_on_its_line_and_ours_is_used(
    tmp_path: Path, before: str, after: str, place: str, words: str
) -> None:
    """The bot starts; lint and library say the same."""
    text = STEP.replace(before, after)
    library = _with(tmp_path, text)
    assert library.runbooks == OURS.runbooks
    (sentence,) = library.broken
    assert sentence.startswith(f"{tmp_path / 'none-of-these.yaml'}:{line_of(text, place)}: ")
    assert words in sentence
    (problem,) = said(linted(tmp_path, text, name="none-of-these.yaml", ours=OURS.runbooks))
    assert problem.startswith(f"{line_of(text, place)}: error: ")
    assert words in problem


def test_the_example_of_the_document_fits(tmp_path: Path) -> None:
    """It is what people copy."""
    document = (content.root() / "docs" / "runbooks.md").read_text("utf-8")
    example = document.partition("say which:\n\n")[2].partition("\n\nEach")[0]
    library = _with(tmp_path, textwrap.dedent(example), "expiry.production.yaml")
    assert library.broken == ()
    assert library.own == {"expiry.production": ("issue",)}


def test_a_step_that_is_overridden_twice_is_an_error(tmp_path: Path) -> None:
    """Which one would count?"""
    library = _with(tmp_path, STEP + STEP.partition("override_steps:\n")[2])
    assert "owner is overridden twice" in library.broken[0]


def test_a_choice_that_ours_depend_on_cannot_be_taken_away(tmp_path: Path) -> None:
    """What does not fit together is told at the overriding file."""
    (tmp_path / "built-in").mkdir()
    text = (
        GENERAL.replace(
            "    phase: mend\n    role: anyone",
            "    phase: mend\n    only_if: owner=found\n    role: anyone",
            1,
        )
        .replace(
            "    phase: understand\n    role: commander",
            "    phase: understand\n    decision:\n      question: Found?\n      choices: {found: Yes, lost: No}\n"
            "    role: commander",
            1,
        )
        .replace("{found: Yes, lost: No}", '{found: "Yes", lost: "No"}')
    )
    (tmp_path / "built-in" / "none-of-these.yaml").write_text(text, "utf-8")
    (tmp_path / "none-of-these.yaml").write_text(STEP, "utf-8")
    library = RunbookLibrary.load(tmp_path / "built-in", tmp_path)
    (sentence,) = library.broken
    assert sentence.startswith(f"{tmp_path / 'none-of-these.yaml'}:3: ")
    assert "which no step before it decides" in sentence


def test_steps_of_a_runbook_that_is_not_ours_cannot_be_overridden(tmp_path: Path) -> None:
    """There is nothing to put them into."""
    library = _with(tmp_path, STEP.replace("none-of-these", "not-certificate"), "not-certificate.yaml")
    assert "1: there is no built-in runbook not-certificate to override" in library.broken[0]
    assert library.for_category("not-certificate") == OURS.for_category("none-of-these")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"\x00",
        b"[" * 100_000,
        b"- " * 100_000,
        b"a: &a [*a]",
        b"reviewed_on: 2026-13-45",
        b"id: !!int none",
        b"a: b\n---\nc: d",
        b"!!python/object/apply:os.system [true]",
        b"? [a]\n: b",
        b"override_steps: 3",
        b"x" * 2_000_001,
    ],
    ids=range(13),
)
def test_no_file_of_the_organisation_stops_the_bot(tmp_path: Path, text: bytes) -> None:
    """Whatever stands in it, ours is used, and file and line are told."""
    (tmp_path / "none-of-these.yaml").write_bytes(text)
    library = RunbookLibrary.load(BOOKS, tmp_path)
    assert library.runbooks == OURS.runbooks
    assert library.broken[0].startswith(f"{tmp_path / 'none-of-these.yaml'}:")
    broken = library.broken_for("none-of-these")
    assert broken is not None
    assert broken.short.startswith(f"none-of-these.yaml:{broken.line}: ")


def test_a_broken_file_affects_no_other(tmp_path: Path) -> None:
    """Neither ours nor the organisation's."""
    (tmp_path / "expiry.production.yaml").write_text("broken", "utf-8")
    library = _with(tmp_path, STEP)
    assert library.own == {"none-of-these": ("owner",)}
    assert library.broken_for("expiry.production")
    assert library.broken_for("none-of-these") is None


def test_what_is_no_runbook_is_not_read_as_one(tmp_path: Path) -> None:
    """Lists, known incidents and examples stand beside them."""
    for name in (
        "tools.yaml",
        "contacts.yaml",
        "known/expiry.production.yaml",
        "reports/expiry.production.yaml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("broken", "utf-8")
    assert RunbookLibrary.load(BOOKS, tmp_path) == OURS


def test_a_directory_that_is_none_refuses_to_start(tmp_path: Path) -> None:
    """It is a setting that is wrong, and no file."""
    with pytest.raises(ContentFileError, match="CERTINC_RUNBOOKS_DIR"):
        RunbookLibrary.load(BOOKS, tmp_path / "nowhere")
