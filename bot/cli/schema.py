"""``certinc schema``: the JSON schemas of what certinc writes and reads."""

import importlib
import json

import click

DOCUMENTS = {
    "diagnosis": "",
    "runbook": "bot.runbooks.model:Runbook",
    "runbook-override": "bot.runbooks.overriding:StepOverrides",
    "taxonomy": "bot.taxonomy:Taxonomy",
    "severity": "bot.taxonomy:SeverityPolicy",
    "known-incidents": "bot.known_incidents.model:KnownIncidentFile",
    "tls-errors": "bot.triage.tls_errors:TlsErrors",
    "reports": "bot.triage.report_reader:ExampleReports",
}
"""Document -> the model that reads it; a diagnosis has a schema of its own."""


@click.command()
@click.argument("document", type=click.Choice(list(DOCUMENTS)))
def command(document: str) -> None:
    """Print the JSON schema of a DOCUMENT: what `certinc diagnose --json` writes, or a file of the content."""
    click.echo(json.dumps(_schema(document), indent=2))


def _schema(document: str) -> object:
    if document == "diagnosis":
        from bot.diagnostics.model.schema import diagnosis_schema

        return diagnosis_schema()
    module, name = DOCUMENTS[document].split(":")
    return getattr(importlib.import_module(module), name).model_json_schema()
