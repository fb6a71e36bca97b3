"""No key stands twice."""

from collections.abc import Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Gravity, Linting, Problem


def doubled(file: RunbookFile, linting: Linting) -> Iterator[Problem]:
    """Of two equal keys the first would be lost without a word."""
    del linting
    for fault in file.document.doubled_keys():
        yield Problem(file.path, fault.line, Gravity.ERROR, f"{fault.reason}, and only the last one counts")
