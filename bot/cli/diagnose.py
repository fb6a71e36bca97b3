"""``certinc diagnose``: the same diagnosis as in the channel, in a terminal."""

import asyncio
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.diagnostics import Diagnosis, DiagnosisOptions, Target

HEALTHY, WRONG, UNUSABLE, UNOBSERVED = 0, 1, 2, 3


def _from_environment(name: str) -> tuple[str, ...]:
    """A comma-separated setting, read without pydantic so that the command starts fast."""
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is no time; write it as in 2026-11-24T02:00:00Z."
        raise click.BadParameter(message) from error
    if at.tzinfo is None:
        message = f"{value!r} has no time zone; add Z or an offset."
        raise click.BadParameter(message)
    return at.astimezone(UTC)


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option(
    "--ca-file",
    "ca_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="PEM file of roots to trust beside Mozilla's. Repeatable.",
)
@click.option(
    "--connect-to",
    "connect_to",
    multiple=True,
    metavar="HOST:PORT:ADDRESS:PORT",
    help="Connect to this address for that host, as in curl. Repeatable.",
)
@click.option("--at", "now", callback=_moment, metavar="TIME", help="Judge validity at this time (RFC 3339).")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(0.1, 120),
    default=10.0,
    show_default=True,
    help="Deadline for each target, in seconds.",
)
def command(
    targets: Sequence[str],
    as_json: bool,
    ca_files: Sequence[str],
    connect_to: Sequence[str],
    now: datetime,
    timeout_s: float,
) -> None:
    """Say what is wrong with the certificate of each TARGET, on every address.

    A TARGET is a host in any form it is pasted: api.example.com, https://api.example.com/x,
    [2001:db8::1]:8443. CERTINC_STATIC_HOSTS and CERTINC_EXTRA_TRUST_ANCHORS count here too.

    Exit status: 0 healthy, 1 something is wrong, 2 unusable arguments, 3 could not be observed.
    """
    from bot.diagnostics import (
        DiagnosisOptions,
        StaticHosts,
        TrustStore,
        parse_target,
    )

    options = DiagnosisOptions(
        trust_store=TrustStore.load([*_from_environment("CERTINC_EXTRA_TRUST_ANCHORS"), *ca_files]),
        static_hosts=StaticHosts.parse([*connect_to, *_from_environment("CERTINC_STATIC_HOSTS")]),
        timeout=timedelta(seconds=timeout_s),
    )
    parsed = [parse_target(target) for target in targets]
    diagnoses = asyncio.run(_diagnose_all(parsed, options, now))
    if as_json:
        _print_json(diagnoses)
    else:
        from bot.cli.diagnosis_table import print_diagnosis

        for diagnosis in diagnoses:
            print_diagnosis(diagnosis)
    raise SystemExit(max(_status(diagnosis) for diagnosis in diagnoses))


async def _diagnose_all(
    targets: "Sequence[Target]", options: "DiagnosisOptions", now: datetime
) -> list["Diagnosis"]:
    from bot.diagnostics import diagnose

    return await asyncio.gather(*(diagnose(target, options, now=now) for target in targets))


def _print_json(diagnoses: Sequence["Diagnosis"]) -> None:
    """One document for one target, a list for several."""
    from bot.diagnostics import diagnosis_to_json

    documents = [diagnosis_to_json(diagnosis) for diagnosis in diagnoses]
    click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, indent=2))


def _status(diagnosis: "Diagnosis") -> int:
    if diagnosis.healthy:
        return HEALTHY
    seen = any(observation.outcome == "served" for observation in diagnosis.observations)
    return WRONG if seen else UNOBSERVED
