"""The lint of a whole directory."""

from pathlib import Path

from bot import content
from bot.cli.runbook_fits import fits
from bot.runbooks import Runbook, RunbookLibrary
from bot.runbooks.lint import lint
from bot.runbooks.problem import Gravity, Problem
from tests.unit.runbooks.whole_runbook import TAXONOMY, TEXT, TODAY, everything_fits, line_of, linted, said

BOOKS = content.root() / "runbooks"
OURS = RunbookLibrary.load(BOOKS).runbooks


def _built_in(directory: Path) -> list[Problem]:
    return lint(directory, taxonomy=TAXONOMY, today=TODAY, fits=everything_fits)


def test_ours_have_no_error() -> None:
    """Not one, in any of the nineteen or the general one."""
    problems = lint(BOOKS, taxonomy=TAXONOMY, today=TODAY, fits=fits)
    assert [str(problem) for problem in problems if problem.severity is Gravity.ERROR] == []


def test_a_subcategory_without_a_runbook_is_an_error_among_ours(tmp_path: Path) -> None:
    """On its line of the taxonomy."""
    taxonomy = (BOOKS / "taxonomy.yaml").read_text("utf-8")
    (tmp_path / "taxonomy.yaml").write_text(taxonomy, "utf-8")
    (tmp_path / "expiry.hot-spare.yaml").write_text(TEXT, "utf-8")
    problems = _built_in(tmp_path)
    missing = [problem for problem in problems if problem.file.name == "taxonomy.yaml"]
    assert len(missing) == 18
    assert str(missing[0]) == (
        f"{tmp_path / 'taxonomy.yaml'}:{line_of(taxonomy, 'id: expiry.production')}: error: "
        "expiry.production has no runbook: expiry.production.yaml is missing"
    )
    assert f"{tmp_path}:1: error: the general runbook is missing, none-of-these.yaml" in map(str, problems)


def test_that_ours_were_not_exercised_is_one_line(tmp_path: Path) -> None:
    """It is the organisation that exercises."""
    for name in ("expiry.hot-spare", "expiry.production"):
        text = TEXT.replace("id: expiry.hot-spare\n", f"id: {name}\n").replace(
            "exercised_on: 2026-10-01\n", ""
        )
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    warnings = [problem.sentence for problem in _built_in(tmp_path) if problem.severity is Gravity.WARNING]
    assert warnings == ["2 of the 2 built-in runbooks were not exercised within a year"]


def test_an_organisation_need_not_have_them_all(tmp_path: Path) -> None:
    """What it has not is ours."""
    assert linted(tmp_path, ours=OURS) == []


def test_an_organisations_own_steps_are_judged_where_they_stand(tmp_path: Path) -> None:
    """By the same rules, and ours around them are not."""
    text = (
        "id: none-of-these\noverride_steps:\n  - id: owner\n    title: Revoke it all\n    phase: understand\n"
        "    role: commander\n    expected_minutes: 1\n    what_to_do: Now.\n    done_when: ''\n"
        '    commands:\n      - {label: How, command: "echo \'now"}\n'
    )
    problems = said(linted(tmp_path, text, name="none-of-these.yaml", ours=OURS))
    assert [problem.partition(", ")[0].partition(": unexpected")[0] for problem in problems] == [
        "3: error: owner revokes",
        "9: error: owner does not say when it is done",
        "11: error: no shell can read this command of owner",
    ]


def test_a_file_that_is_not_read_is_a_warning(tmp_path: Path) -> None:
    """Its author thinks that it counts."""
    (tmp_path / "expiry.production.yml").write_text(TEXT, "utf-8")
    (problem,) = linted(tmp_path)
    assert str(problem) == (
        f"{tmp_path / 'expiry.production.yml'}:1: warning: it is not read: name it expiry.production.yaml"
    )


def test_a_phase_that_slack_would_not_take_is_an_error(tmp_path: Path) -> None:
    """At its first step; the other phases are shown."""
    step = TEXT[TEXT.index("  - id: replace") : TEXT.index("  - id: withdraw")]
    many = "".join(step.replace("id: replace", f"id: replace-{number}") for number in range(30))
    text = TEXT.replace(step, step + many)
    (tmp_path / "expiry.hot-spare.yaml").write_text(text, "utf-8")
    problems = lint(tmp_path, taxonomy=TAXONOMY, today=TODAY, fits=fits, ours={})
    (problem,) = said(problems)
    assert problem.startswith(
        f"{line_of(text, 'id: replace')}: error: the message of the phase 'mend' is over"
    )


def test_the_problems_are_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    """So that one works through a file from its head."""
    (tmp_path / "expiry.production.yaml").write_text("x", "utf-8")
    text = TEXT.replace("id: review", "id: last").replace("{host}", "{hosts}").replace("boss", "x")
    problems = linted(tmp_path, text.replace("role: anyone", "role: all"))
    places = [(problem.file, problem.line) for problem in problems]
    assert places == sorted(places)
    assert len({file for file, _ in places}) == 2


def test_a_runbook_of_ours_fits_whichever_phase_is_shown() -> None:
    """What the renderer says of each of them."""

    def phases(runbook: Runbook) -> list[bool]:
        return [fits(runbook, phase) for phase in runbook.phases]

    assert all(all(phases(runbook)) for runbook in OURS.values())
