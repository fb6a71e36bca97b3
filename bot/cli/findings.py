"""``certinc findings``: the catalogue of what a diagnosis can find."""

import click


@click.command()
def command() -> None:
    """Print every finding with its sentence, what to do, and its source, in Markdown."""
    from bot.diagnostics.findings.document import findings_document

    click.echo(findings_document(), nl=False)
