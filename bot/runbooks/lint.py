"""Everything that is wrong with a directory of runbooks, and what may be."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.content_file import ContentFileError, load_content_file, read_document
from bot.runbooks.files import CONTACTS, TOOLS, RunbookFile, read_runbook_file, runbook_files
from bot.runbooks.inherited import inherited_drift
from bot.runbooks.library import GENERAL
from bot.runbooks.lists import Contacts, Tools
from bot.runbooks.model import Runbook
from bot.runbooks.problem import Fits, Gravity, Linting, Problem, error
from bot.runbooks.rules import RULES
from bot.runbooks.rules.age import is_exercised
from bot.taxonomy import Taxonomy

TAXONOMY = "taxonomy.yaml"


def lint(
    directory: Path,
    *,
    taxonomy: Taxonomy,
    today: date,
    fits: Fits,
    ours: Mapping[str, Runbook] | None = None,
) -> list[Problem]:
    """Judge every runbook in ``directory``. Nothing that stands in one is run.

    Args:
        directory: Where they are.
        taxonomy: The categories that there are.
        today: From when on a year is counted back.
        fits: Renders the checklist at a phase, and says whether Slack takes it.
        ours: The built-in runbooks, for an organisation's directory; None where ``directory`` is theirs.

    Returns:
        The problems, file by file and in the order of the lines.
    """
    problems: list[Problem] = []
    linting = _with_lists(directory, Linting(taxonomy, today, fits, ours), problems)
    files = []
    for path in runbook_files(directory):
        try:
            file = read_runbook_file(path, ours)
        except ContentFileError as broken:
            problems += _problems(path, broken)
        else:
            files.append(file)
            problems += [problem for rule in RULES for problem in rule(file, linting)]
    problems += _names(directory)
    if ours is not None and linting.tools is not None:
        problems += inherited_drift(directory, files, ours, linting.tools)
    if ours is None:
        problems += _missing(directory, taxonomy)
        problems += _not_exercised(directory, files, today)
    return sorted(problems, key=lambda problem: (problem.file, problem.line))


def _problems(path: Path, broken: ContentFileError) -> Iterator[Problem]:
    for fault in broken.faults:
        yield Problem(path, fault.line, Gravity.ERROR, " ".join(fault.reason.split()))


def _with_lists(directory: Path, linting: Linting, problems: list[Problem]) -> Linting:
    """With the directory's lists of tools and contacts, where it has them."""
    tools, contacts = directory / TOOLS, directory / CONTACTS
    try:
        if tools.exists():
            linting = replace(linting, tools=load_content_file(tools, Tools).tools)
    except ContentFileError as broken:
        problems += _problems(tools, broken)
    try:
        if contacts.exists():
            linting = replace(linting, contacts=frozenset(load_content_file(contacts, Contacts).contacts))
    except ContentFileError as broken:
        problems += _problems(contacts, broken)
    return linting


def _names(directory: Path) -> Iterator[Problem]:
    for path in sorted(directory.glob("*.yml")):
        yield Problem(path, 1, Gravity.WARNING, f"it is not read: name it {path.stem}.yaml")


def _missing(directory: Path, taxonomy: Taxonomy) -> Iterator[Problem]:
    """Each of the nineteen, and the general one, has a file."""
    there = {path.stem for path in runbook_files(directory)}
    path = directory / TAXONOMY
    document = read_document(path) if path.exists() else None
    for number, group in enumerate(taxonomy.groups):
        for place, category in enumerate(group.categories):
            if category.id in there:
                continue
            sentence = f"{category.id} has no runbook: {category.id}.yaml is missing"
            if document is None:
                yield Problem(directory, 1, Gravity.ERROR, sentence)
            else:
                yield error(document, sentence, "groups", number, "categories", place, "id")
    if GENERAL not in there:
        yield Problem(directory, 1, Gravity.ERROR, f"the general runbook is missing, {GENERAL}.yaml")


def _not_exercised(directory: Path, files: list[RunbookFile], today: date) -> Iterator[Problem]:
    """One line for all of ours: it is the organisation that exercises."""
    number = sum(not is_exercised(file, today) for file in files)
    if number:
        sentence = f"{number} of the {len(files)} built-in runbooks were not exercised within a year"
        yield Problem(directory, 1, Gravity.WARNING, sentence)
