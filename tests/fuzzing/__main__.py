"""``python -m tests.fuzzing``: keep a case, make the first ones, or look for new ones for a while."""

import os
import sys
from typing import BinaryIO

import click

from tests.fuzzing import corpus


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """The corpus of hostile input, and looking for more."""
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
@click.option("--seconds", type=click.FloatRange(1), default=300.0, show_default=True)
def run(seconds: float) -> None:
    """Look for bytes that break a law."""
    os.environ["CERTINC_FUZZ_SECONDS"] = str(seconds)
    arguments = ["-m", "pytest", "-q", "tests/integration/diagnostics/test_fuzz.py"]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own interpreter, no shell


@main.command()
@click.argument("kind", type=click.Choice(sorted(corpus.KINDS)))
@click.argument("name")
@click.argument("file", type=click.File("rb"), default="-")
def keep(kind: str, name: str, file: BinaryIO) -> None:
    """Add the bytes in FILE (or standard input) as a case; what a failing fuzz test printed is taken as well."""
    try:
        path = corpus.keep(kind, name, file.read())
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    click.echo(f"{path}: now `./dev test tests/integration/diagnostics/test_corpus.py`")


@main.command()
def seeds() -> None:
    """Write the first cases, where they are missing."""
    from tests.fuzzing.demo_seeds import demo_seeds
    from tests.fuzzing.seeds import seeds as made

    there = {(case.kind, case.name) for case in corpus.cases()}
    for case in (*made(), *(() if ("roots", "demo-root") in there else demo_seeds())):
        if (case.kind, case.name) not in there:
            click.echo(corpus.keep(case.kind, case.name, case.content))


if __name__ == "__main__":
    main()
