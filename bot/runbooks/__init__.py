"""Runbooks: loaded from YAML, rendered for an incident. What is ticked is the incident's, not theirs."""

from bot.runbooks.commands import CommandFacts, command_facts, rendered_command
from bot.runbooks.library import RunbookLibrary
from bot.runbooks.model import (
    ActionItemTemplate,
    Cause,
    Command,
    Runbook,
    Step,
    runbook_from_json,
    runbook_to_json,
)

__all__ = [
    "ActionItemTemplate",
    "Cause",
    "Command",
    "CommandFacts",
    "Runbook",
    "RunbookLibrary",
    "Step",
    "command_facts",
    "rendered_command",
    "runbook_from_json",
    "runbook_to_json",
]
