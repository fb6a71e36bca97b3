"""How diagnoses are printed, and the exit status that they mean."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.diagnostics import Diagnosis

HEALTHY, WRONG, UNUSABLE, UNOBSERVED = 0, 1, 2, 3


class Form(StrEnum):
    """For whom."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"


def print_diagnoses(diagnoses: Sequence["Diagnosis"], form: Form) -> None:
    """In JSON, one document for one target and a list for several."""
    if form is Form.JSON:
        from bot.diagnostics import diagnosis_to_json

        documents = [diagnosis_to_json(diagnosis) for diagnosis in diagnoses]
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, indent=2))
    elif form is Form.MARKDOWN:
        from bot.cli.diagnosis_markdown import diagnosis_markdown

        click.echo("\n".join(diagnosis_markdown(diagnosis) for diagnosis in diagnoses), nl=False)
    else:
        from bot.cli import diagnosis_table

        diagnosis_table.print_diagnoses(diagnoses)


def status_of(diagnoses: Sequence["Diagnosis"]) -> int:
    """What is wrong for certain comes before what could not be observed."""
    statuses = {_status(diagnosis) for diagnosis in diagnoses}
    return next((status for status in (WRONG, UNOBSERVED) if status in statuses), HEALTHY)


def _status(diagnosis: "Diagnosis") -> int:
    if diagnosis.healthy:
        return HEALTHY
    seen = any(observation.outcome == "served" for observation in diagnosis.observations)
    return WRONG if seen else UNOBSERVED


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal and there is more than one thing to wait for."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Diagnosing", total=total)
        yield lambda: shown.advance(task)
