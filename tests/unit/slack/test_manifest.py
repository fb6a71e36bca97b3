"""The Slack app's manifest has what the bot uses, and no more."""

import re

import yaml

from bot import content
from bot.sandbox.web_api.table import TABLE
from bot.slack.listeners.commands import COMMANDS, NAME

GATEWAY = (content.root() / "bot" / "slack" / "gateway.py").read_text("utf-8")
MANIFEST = yaml.safe_load((content.root() / "deploy" / "slack-manifest.yaml").read_text("utf-8"))
GRANTED = set(MANIFEST["oauth_config"]["scopes"]["bot"])
BESIDES = {"commands"}
"""What no method asks for: a slash command."""


def _methods() -> set[str]:
    return set(re.findall(r'_asked\(\s*"([a-zA-Z.]+)"', GATEWAY))


def test_every_method_that_is_called_is_granted() -> None:
    """One of its scopes is in the manifest."""
    methods = _methods()
    assert "chat.postMessage" in methods
    lacking = [name for name in methods if TABLE[name].scopes and not GRANTED & set(TABLE[name].scopes)]
    assert lacking == []


def test_no_scope_is_granted_that_nothing_uses() -> None:
    """An admin who reads the manifest sees what is needed."""
    usable = {scope for name in _methods() for scope in TABLE[name].scopes}
    assert usable | BESIDES >= GRANTED


def test_the_command_is_there_and_every_verb_has_its_words() -> None:
    """Help is made from them."""
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == [NAME]
    assert all(
        command.usage.startswith(command.verb) and command.summary.endswith(".") for command in COMMANDS
    )
