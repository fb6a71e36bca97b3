"""What the documents claim of the program."""

import ast
import json
import re

import pytest

from bot import content
from bot.cli.root import VERBS
from bot.diagnostics.findings.document import findings_document
from bot.diagnostics.model.schema import diagnosis_schema
from bot.slack.listeners.commands import COMMANDS

README = (content.root() / "README.md").read_text("utf-8")


def test_the_readme_lists_every_command() -> None:
    """And its usage as the bot says it."""
    table = README.partition("## Commands")[2].partition("## More")[0].replace("\\|", "|")
    for command in COMMANDS:
        assert f"`{command.usage}`" in table or f"`{command.verb}" in table


def test_the_changelog_names_the_verbs() -> None:
    """Every verb of the command line."""
    text = (content.root() / "CHANGELOG.md").read_text("utf-8")
    assert set(VERBS) <= set(re.findall(r"`certinc ([a-z]+)`", text))


def test_every_file_that_a_document_links_to_is_there() -> None:
    """No dead link within the project."""
    root = content.root()
    dead = [
        f"{document.name}: {target}"
        for document in [*root.glob("*.md"), *root.glob("docs/**/*.md")]
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8"))
        if not target.startswith("http") and not (document.parent / target).exists()
    ]
    assert dead == []


def test_the_pages_that_the_program_makes_are_current() -> None:
    """The catalogue of findings and the schema of a diagnosis: `./dev docs` writes them."""
    docs = content.root() / "docs"
    assert (docs / "findings.md").read_text("utf-8") == findings_document()
    published = json.loads((docs / "schemas" / "diagnosis.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(diagnosis_schema()))


SANDBOX = (content.root() / "docs" / "sandbox.md").read_text("utf-8")
NAMED_TESTS = sorted(set(re.findall(r"`((?:[a-z_]+/)*test_\w+\.py)::(test_\w+)`", SANDBOX)))


@pytest.mark.parametrize("file", sorted({file for file, _ in NAMED_TESTS}))
def test_every_test_that_shows_a_rule_of_the_workspace_exists(file: str) -> None:
    """So that the list of rules cannot rot."""
    tests = content.root() / "tests"
    path = tests / file if "/" in file else tests / "integration" / "sandbox" / file
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    there = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, functions)}
    assert {name for named_in, name in NAMED_TESTS if named_in == file} <= there


def test_every_rule_of_the_workspace_names_a_test() -> None:
    """Each row between the heading and the control API, and no test in another form than is looked for."""
    section = SANDBOX.partition("## What it holds to")[2].partition("## The control API")[0]
    rows = [line for line in section.splitlines() if line.startswith("|") and "---" not in line]
    rules = [row for row in rows if row != "| rule | test |"]
    assert len(rules) > 100
    assert [row for row in rules if "::" not in row] == []
    assert section.count("::") == len(re.findall(r"`(?:[a-z_]+/)*test_\w+\.py::test_\w+`", section))


def test_every_address_of_the_control_api_is_described() -> None:
    """In the table of the document."""
    described = SANDBOX.partition("## The control API")[2].partition("## Knowingly")[0]
    routes = (content.root() / "bot" / "sandbox" / "control" / "routes.py").read_text("utf-8")
    addresses = {path.split("/{")[0].strip("/") for path in re.findall(r'"(/[a-z][a-z/{}_]*)"', routes)}
    assert len(addresses) > 15
    assert {each for each in addresses if f" {each}" not in described} == set()


HOSTILE_INPUT = (content.root() / "docs" / "hostile-input.md").read_text("utf-8")


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`([a-z_/]+\.py::test_\w+)`", HOSTILE_INPUT))))
def test_every_test_that_shows_a_rule_of_hostile_input_exists(named: str) -> None:
    """So that this list cannot rot either."""
    file, _, test = named.partition("::")
    tree = ast.parse((content.root() / "tests" / file).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert test in {node.name for node in tree.body if isinstance(node, functions)}


def test_every_rule_of_hostile_input_names_a_test() -> None:
    """Each row of its tables, and no test in another form than is looked for."""
    rows = [line for line in HOSTILE_INPUT.splitlines() if line.startswith("|") and "---" not in line]
    rules = [row for row in rows if row != "| rule | test |"]
    assert len(rules) > 40
    assert [row for row in rules if "::" not in row] == []
    assert HOSTILE_INPUT.count("::") == len(re.findall(r"`[a-z_/]+\.py::test_\w+`", HOSTILE_INPUT))
