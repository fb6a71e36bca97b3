"""What the documents claim of the program."""

import re

from bot import content
from bot.cli.root import VERBS
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
