"""What it needs is there: tools and contacts, where the organisation lists them."""

import re
from collections.abc import Iterator

from bot.runbooks.commands import CommandFacts, rendered_command
from bot.runbooks.files import CONTACTS, TOOLS, RunbookFile
from bot.runbooks.model import Command, Step
from bot.runbooks.problem import Linting, Problem, error, warning
from bot.runbooks.programs import programs
from bot.runbooks.rules.commands import is_for_windows

_CMDLET = re.compile(r"[A-Z][a-z]+-[A-Z]\w*")
"""Part of PowerShell, and no program."""


def drift(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """A program or a contact that is no longer in the organisation's lists."""
    listed = linting.tools
    for place, step in file.steps():
        for number, command in enumerate(step.commands):
            for tool in _tools(command):
                if listed is not None and not _is_listed(tool, listed):
                    sentence = f"{step.id} calls {tool}, which is not in {TOOLS}"
                    yield warning(file.document, sentence, *place, "commands", number, "command")
        for number, contact in enumerate(step.contacts):
            if linting.contacts is not None and contact not in linting.contacts:
                sentence = f"{step.id} names the contact {contact!r}, who is not in {CONTACTS}"
                yield error(file.document, sentence, *place, "contacts", number)


def unlisted(step: Step, listed: frozenset[str]) -> tuple[str, ...]:
    """The programs that a step calls and that are not listed, each once."""
    called = dict.fromkeys(tool for command in step.commands for tool in _tools(command))
    return tuple(tool for tool in called if not _is_listed(tool, listed))


def _is_listed(tool: str, listed: frozenset[str]) -> bool:
    """By its path or by its name alone."""
    return bool({tool, tool.rpartition("/")[2]} & listed)


def _tools(command: Command) -> tuple[str, ...]:
    """Each program that it calls, once."""
    called = dict.fromkeys(programs(rendered_command(command.command, CommandFacts({}))))
    if is_for_windows(command):
        return tuple(tool for tool in called if not _CMDLET.fullmatch(tool))
    return tuple(called)
