"""``certinc schema``: the JSON schemas of what certinc writes."""

import json

import click


@click.command()
@click.argument("document", type=click.Choice(["diagnosis"]))
def command(document: str) -> None:
    """Print the JSON schema of a DOCUMENT: of what `certinc diagnose --json` writes."""
    from bot.diagnostics.model.schema import diagnosis_schema

    del document
    click.echo(json.dumps(diagnosis_schema(), indent=2))
