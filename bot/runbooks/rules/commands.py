"""Its commands are commands."""

import re
from collections.abc import Iterator

from bot.runbooks.commands import CommandFacts, rendered_command
from bot.runbooks.files import RunbookFile
from bot.runbooks.model import Command
from bot.runbooks.problem import Linting, Problem, error
from bot.runbooks.shell import why_no_shell_parses

_WINDOWS = re.compile(r"powershell|windows", re.IGNORECASE)


def commands(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """A shell can read each of them; none is run."""
    del linting
    for place, step in file.steps():
        for number, command in enumerate(step.commands):
            if is_for_windows(command):
                continue
            why = why_no_shell_parses(rendered_command(command.command, CommandFacts({})))
            if why:
                sentence = f"no shell can read this command of {step.id}: {why}"
                yield error(file.document, sentence, *place, "commands", number, "command")


def is_for_windows(command: Command) -> bool:
    """Whether its label says so; a POSIX shell need not understand it."""
    return bool(_WINDOWS.search(command.label))
