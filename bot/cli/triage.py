"""``certinc triage``: the same judgement as in the channel, in a terminal."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.triage_output import as_json, as_text
from bot.errors import CertincError

if TYPE_CHECKING:
    from bot.diagnostics import Diagnosis
    from bot.incidents.knowledge import Knowledge

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KEYS = {"report", "answers", "diagnosis"}
"""What a line of ``--reports`` is judged by, besides its ``id``."""

MAX_LINE = 5_000_000
"""Characters of one line: it may hold a diagnosis."""


@click.command()
@click.option(
    "--report", default="", metavar="TEXT", help="What is seen, in anybody's words; - reads it from stdin."
)
@click.option("--diagnosis", type=_FILE, metavar="FILE.json", help="What certinc diagnose --json wrote.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ID=VALUE",
    help="An answer to one of the questions. Repeatable.",
)
@click.option(
    "--reports",
    type=_FILE,
    metavar="FILE.jsonl",
    help="Many at once: a JSON object a line, with report, answers and diagnosis; one result a line.",
)
@click.option("--json", "as_document", is_flag=True, help="Print JSON for programs.")
def command(
    report: str, diagnosis: Path | None, answers: tuple[str, ...], reports: Path | None, *, as_document: bool
) -> None:
    """Say which kind of certificate incident it is, why, how grave, and which known ones it looks like."""
    from bot import content
    from bot.incidents.knowledge import Knowledge

    knowledge = Knowledge.load(content.root() / "runbooks")
    if reports is not None:
        if report or diagnosis or answers:
            raise click.UsageError(
                "--reports goes alone: each line has its own report, answers and diagnosis."
            )
        for place, line in _lines(reports):
            with _told_with(place):
                judged = _judged(knowledge, _case(line))
            click.echo(json.dumps(judged))
        return
    text = sys.stdin.read() if report == "-" else report
    case: dict[str, Any] = {
        "report": text,
        "answers": dict(_answer(each) for each in answers),
        "diagnosis": diagnosis,
    }
    document = _judged(knowledge, case)
    click.echo(json.dumps(document, indent=2) if as_document else as_text(document))


def _answer(text: str) -> tuple[str, str]:
    question, separator, choice = text.partition("=")
    if not separator:
        raise click.BadParameter(f"{text!r} is not ID=VALUE.", param_hint="--answer")
    return question, choice


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that holds something, after its place."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"{path}:{number}", line


@contextmanager
def _told_with(place: str) -> Iterator[None]:
    """What is wrong in a line is told with its number."""
    try:
        yield
    except CertincError as error:
        raise click.BadParameter(f"{place}: {error}", param_hint="--reports") from error
    except click.BadParameter as error:
        raise click.BadParameter(f"{place}: {error.message}", param_hint="--reports") from error


def _case(line: str) -> Mapping[str, Any]:
    """An object with what is to be judged; a plain string is a report."""
    if len(line) > MAX_LINE:
        raise click.BadParameter(f"it is longer than {MAX_LINE} characters.")
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"no JSON: {error}.") from error
    if isinstance(case, str):
        return {"report": case}
    if not isinstance(case, dict) or not KEYS & case.keys():
        raise click.BadParameter(f"an object with {', '.join(sorted(KEYS))} is expected, or a string.")
    if not isinstance(case.get("answers") or {}, dict):
        raise click.BadParameter("answers is an object: question to choice.")
    return case


def _judged(knowledge: "Knowledge", case: Mapping[str, Any]) -> dict[str, Any]:
    from bot.incidents.assessment import assess

    answers = {str(question): str(choice) for question, choice in (case.get("answers") or {}).items()}
    _check(knowledge, answers)
    report = str(case.get("report") or "")
    diagnosis = _diagnosis(case.get("diagnosis"))
    made = assess(
        knowledge,
        diagnosis=diagnosis,
        service=None,
        report=report,
        answers=answers,
        now=datetime.now(UTC) if diagnosis is None else diagnosis.at,
        host=diagnosis.target.host if diagnosis else None,
    )
    similar = knowledge.known.similar(made.traits, made.likely, report)
    document = as_json(made.suggestion, made.severity, similar)
    return {"id": case["id"], **document} if "id" in case else document


def _diagnosis(brought: object) -> "Diagnosis | None":
    """From a file, or from a JSON object in a line."""
    from bot.diagnostics import diagnosis_from_json, read_diagnoses

    if brought is None:
        return None
    if isinstance(brought, Path):
        several = read_diagnoses(brought.read_bytes())
        if len(several) > 1:
            raise click.BadParameter(
                "one diagnosis is expected, and these are several.", param_hint="--diagnosis"
            )
        return several[0]
    if not isinstance(brought, dict):
        raise click.BadParameter("a diagnosis is the JSON object that certinc diagnose --json wrote.")
    return diagnosis_from_json(brought)


def _check(knowledge: "Knowledge", answers: Mapping[str, str]) -> None:
    questions = knowledge.taxonomy.questions
    for question, choice in answers.items():
        if question not in questions:
            raise click.BadParameter(
                f"there is no question {question!r}. Known: {', '.join(questions)}.", param_hint="--answer"
            )
        if choice not in questions[question].choices:
            raise click.BadParameter(
                f"{question} is one of {', '.join(questions[question].choices)}.", param_hint="--answer"
            )
