"""``certinc runbooks``: the runbooks in a terminal, and what is wrong with them."""

import difflib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import CertincError

if TYPE_CHECKING:
    from bot.runbooks import RunbookLibrary
    from bot.runbooks.problem import Problem


@click.group()
def command() -> None:
    """List, show or check the runbooks: the built-in ones, and your own in CERTINC_RUNBOOKS_DIR over them."""


@command.command("list")
def list_runbooks() -> None:
    """A line for each runbook: its id, its title, its steps, and whether it is your own."""
    library = _library()
    width = max(map(len, library.runbooks))
    for runbook_id, runbook in sorted(library.runbooks.items()):
        line = f"{runbook_id:{width}}  {runbook.title} · {_steps(len(runbook.steps))}"
        click.echo(line + _mark(library, runbook_id))


@command.command()
@click.argument("runbook_id", metavar="ID")
def show(runbook_id: str) -> None:
    """Print the runbook ID as Markdown, with the commands as they are before an incident fills them in."""
    from bot.cli.runbook_markdown import runbook_markdown

    library = _library()
    runbook = library.runbooks.get(runbook_id)
    if runbook is None:
        near = difflib.get_close_matches(runbook_id, library.runbooks, n=1, cutoff=0.4)
        remedy = f"Did you mean {near[0]}?" if near else "certinc runbooks list names them all."
        raise CertincError(f"There is no runbook {runbook_id!r}.", remedy=remedy)
    click.echo(runbook_markdown(runbook), nl=False)


@command.command()
@click.argument(
    "directory",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="[DIR]",
)
def lint(directory: Path | None) -> None:
    """Say what is wrong with the runbooks in DIR, or with all that the bot would read. Exit 1 where one must change.

    Nothing that stands in a runbook is run.
    """
    from bot.runbooks.problem import Gravity

    problems = _problems(directory)
    for problem in problems:
        click.echo(problem)
    errors = sum(problem.severity is Gravity.ERROR for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    sys.exit(1 if errors else 0)


def _problems(directory: Path | None) -> "list[Problem]":
    from bot import content
    from bot.cli.runbook_fits import fits
    from bot.runbooks import RunbookLibrary
    from bot.runbooks.lint import lint as linted
    from bot.taxonomy import Taxonomy

    built_in = content.root() / "runbooks"
    taxonomy = Taxonomy.load(built_in / "taxonomy.yaml")
    today = datetime.now(UTC).date()
    own = directory if directory is not None else _own_directory()
    problems = []
    if directory is None or directory.resolve() == built_in.resolve():
        problems += linted(_near(built_in), taxonomy=taxonomy, today=today, fits=fits)
    if own is not None and own.resolve() != built_in.resolve():
        ours = RunbookLibrary.load(built_in).runbooks
        problems += linted(own, taxonomy=taxonomy, today=today, fits=fits, ours=ours)
    return problems


def _library() -> "RunbookLibrary":
    """As the bot reads it; what is broken is said, and the built-in one stands for it."""
    from bot import content
    from bot.runbooks import RunbookLibrary

    library = RunbookLibrary.load(content.root() / "runbooks", _own_directory())
    for sentence in library.broken:
        click.echo(f"certinc: {sentence}", err=True)
    return library


def _own_directory() -> Path | None:
    from bot.settings import SettingsError, load_settings

    directory = load_settings().runbooks_dir
    if directory is not None and not directory.is_dir():
        raise SettingsError(f"{directory} is no directory.", remedy="Check CERTINC_RUNBOOKS_DIR.")
    return directory


def _near(directory: Path) -> Path:
    """As people would type it, where it is below the current directory."""
    relative = Path(os.path.relpath(directory))
    return directory if ".." in relative.parts else relative


def _mark(library: "RunbookLibrary", runbook_id: str) -> str:
    if runbook_id in library.faults:
        return " · your own is broken, ours is used"
    if runbook_id not in library.own:
        return ""
    steps = library.own[runbook_id]
    return f" · your own steps: {', '.join(steps)}" if steps else " · your own"


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"
