"""What the lint looks for, one rule a file: a runbook file in, its problems out."""

from collections.abc import Callable, Iterator

from bot.runbooks.files import RunbookFile
from bot.runbooks.problem import Linting, Problem
from bot.runbooks.rules.age import age
from bot.runbooks.rules.category import category
from bot.runbooks.rules.commands import commands
from bot.runbooks.rules.doubled import doubled
from bot.runbooks.rules.drift import drift
from bot.runbooks.rules.references import references
from bot.runbooks.rules.revoking import revoking
from bot.runbooks.rules.size import size
from bot.runbooks.rules.whole import whole

Rule = Callable[[RunbookFile, Linting], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    category,
    doubled,
    whole,
    revoking,
    commands,
    references,
    size,
    drift,
    age,
)
