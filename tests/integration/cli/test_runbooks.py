"""``certinc runbooks`` as a program: its words and its exit status."""

import functools
import re
import shutil
from pathlib import Path

import pytest

from bot import content
from bot.runbooks import RunbookLibrary
from tests.integration.cli.command_line import Certinc, certinc_in_process

BOOKS = content.root() / "runbooks"
OURS = RunbookLibrary.load(BOOKS).runbooks

STEP = """\
id: none-of-these
override_steps:
  - id: owner
    title: Call Priya
    phase: understand
    role: commander
    expected_minutes: 1
    what_to_do: She knows who owns it.
    done_when: she said who
"""


@pytest.fixture
def runbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Certinc:
    """``certinc runbooks ARGUMENTS``, in a directory where nothing is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CERTINC_RUNBOOKS_DIR", raising=False)
    return functools.partial(certinc_in_process(monkeypatch, capsys), "runbooks")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The organisation's directory, empty."""
    directory = tmp_path / "own"
    directory.mkdir()
    monkeypatch.setenv("CERTINC_RUNBOOKS_DIR", str(directory))
    return directory


def test_list_has_a_line_for_each(runbooks: Certinc) -> None:
    """It begins with the id."""
    ended = runbooks("list")
    assert ended.status == 0
    assert [line.split()[0] for line in ended.output.splitlines()] == sorted(OURS)
    general = OURS["none-of-these"]
    assert f" {general.title} · {len(general.steps)} steps\n" in ended.output


def test_list_marks_what_the_organisation_overrides(runbooks: Certinc, own: Path) -> None:
    """Whole ones, single steps, and broken ones, which are said beside."""
    (own / "none-of-these.yaml").write_text(STEP, "utf-8")
    shutil.copy(BOOKS / "expiry.production.yaml", own)
    (own / "expiry.hot-spare.yaml").write_text("broken", "utf-8")
    ended = runbooks("list")
    marks = {line.split()[0]: re.split(r" \d+ steps", line)[1] for line in ended.output.splitlines()}
    assert marks["none-of-these"] == " · your own steps: owner"
    assert marks["expiry.production"] == " · your own"
    assert marks["expiry.hot-spare"] == " · your own is broken, ours is used"
    assert marks["trust.missing-root"] == ""
    assert f"{own / 'expiry.hot-spare.yaml'}:1: " in ended.errors


def test_show_prints_it_as_markdown(runbooks: Certinc, own: Path) -> None:
    """As the bot would show it, the organisation's steps included."""
    (own / "none-of-these.yaml").write_text(STEP, "utf-8")
    ended = runbooks("show", "none-of-these")
    assert ended.status == 0
    assert ended.output.startswith(f"# {OURS['none-of-these'].title} (`none-of-these`)\n")
    assert "Call Priya (`owner`)" in ended.output


def test_show_of_an_unknown_one_names_the_nearest(runbooks: Certinc) -> None:
    """In one plain line."""
    ended = runbooks("show", "expiry.producton")
    assert ended.status == 2
    assert ended.errors == (
        "certinc: There is no runbook 'expiry.producton'. Did you mean expiry.production?\n"
    )


def test_lint_of_ours_passes(runbooks: Certinc) -> None:
    """Warnings are no errors."""
    ended = runbooks("lint")
    assert ended.status == 0
    assert ": error: " not in ended.output


def test_lint_says_file_and_line_and_exits_with_1(runbooks: Certinc, tmp_path: Path) -> None:
    """Of the directory that is named, and of no other."""
    (tmp_path / "none-of-these.yaml").write_text(STEP.replace("id: owner", "id: nobody"), "utf-8")
    ended = runbooks("lint", ".")
    assert ended.status == 1
    (line,) = ended.output.splitlines()
    assert line.startswith("none-of-these.yaml:3: error: none-of-these has no step nobody; it has ")


def test_lint_without_a_directory_judges_the_organisations_too(runbooks: Certinc, own: Path) -> None:
    """All that the bot would read."""
    (own / "none-of-these.yaml").write_text("broken", "utf-8")
    ended = runbooks("lint")
    assert ended.status == 1
    assert f"{own / 'none-of-these.yaml'}:1: error: " in ended.output
    assert "built-in runbooks were not exercised" in ended.output


def test_lint_of_a_copy_of_ours_has_no_errors(runbooks: Certinc, tmp_path: Path) -> None:
    """Where many organisations begin."""
    (tmp_path / "copy").mkdir()
    shutil.copy(BOOKS / "expiry.production.yaml", tmp_path / "copy")
    assert runbooks("lint", "copy").status == 0


@pytest.mark.parametrize("arguments", [("lint", "nowhere"), ("lint", "file")])
def test_a_directory_that_is_none_exits_with_2(
    runbooks: Certinc, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """It is no verdict on any runbook."""
    (tmp_path / "file").touch()
    assert runbooks(*arguments).status == 2


@pytest.mark.parametrize("arguments", [("list",), ("show", "none-of-these"), ("lint",)])
def test_a_setting_that_names_no_directory_exits_with_2(
    runbooks: Certinc, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """And names the setting."""
    monkeypatch.setenv("CERTINC_RUNBOOKS_DIR", "nowhere")
    ended = runbooks(*arguments)
    assert ended.status == 2
    assert "CERTINC_RUNBOOKS_DIR" in ended.errors
