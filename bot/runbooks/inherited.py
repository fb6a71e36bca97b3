"""Drift of the steps that an organisation takes over from ours: programs that it does not list."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.runbooks.files import TOOLS, RunbookFile
from bot.runbooks.model import Runbook, Step
from bot.runbooks.problem import Gravity, Problem
from bot.runbooks.rules.drift import unlisted


def inherited_drift(
    directory: Path, files: Sequence[RunbookFile], ours: Mapping[str, Runbook], listed: frozenset[str]
) -> Iterator[Problem]:
    """One line for each of our runbooks that calls what ``tools.yaml`` of ``directory`` does not list.

    It stands at that file: there the program is added, or the step replaced in a file of one's own.
    """
    own = {file.runbook.id: file for file in files}
    for runbook in ours.values():
        calls = {
            step.id: tools
            for step in _taken_over(runbook, own.get(runbook.id))
            if (tools := unlisted(step, listed))
        }
        if calls:
            named = "; ".join(f"{step}: {', '.join(tools)}" for step, tools in calls.items())
            sentence = f"{runbook.id}, which is ours, calls what is not listed here ({named})"
            yield Problem(directory / TOOLS, 1, Gravity.WARNING, sentence)


def _taken_over(runbook: Runbook, file: RunbookFile | None) -> Sequence[Step]:
    if file is None:
        return runbook.steps
    if file.overrides is None:
        return ()
    replaced = {step.id for step in file.overrides.override_steps}
    return [step for step in runbook.steps if step.id not in replaced]
