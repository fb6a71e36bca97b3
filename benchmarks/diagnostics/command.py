"""``./dev bench diagnostics``."""

import asyncio
import gc

import click

from benchmarks.diagnostics.crowds import crowd_sample, lag_rows
from benchmarks.diagnostics.fleet import Fleet, served
from benchmarks.diagnostics.looking import FreshHosts, Looking
from benchmarks.diagnostics.plan import FULL, QUICK, Plan
from benchmarks.diagnostics.probes import probe_rows, warm_up
from benchmarks.diagnostics.program_rows import crowd_rows, memory_row, single_rows, start_row
from benchmarks.diagnostics.sslyze import NotInstalledError, Sslyze
from benchmarks.diagnostics.versions import versions
from benchmarks.machine import machine_lines
from benchmarks.measuring import Sample
from benchmarks.page import write_section
from benchmarks.table import Row, table
from bot.diagnostics import Linter

_HEAD = """## What a diagnosis costs

`./dev bench diagnostics --write` makes this section. The servers are a process of their own on loopback, with a
processor core of their own where there are several: TLS 1.3, a chain of two certificates, a stapled OCSP response by a
delegated responder.
"""


@click.command()
@click.option("--quick", is_flag=True, help="Very few of everything, without sslyze: does it still work?")
@click.option("--write", is_flag=True, help="Write our section of docs/benchmarks.md, too.")
def command(quick: bool, write: bool) -> None:
    """Diagnose local servers with certinc, openssl and sslyze, and print a table in Markdown.

    sslyze is installed into an environment of its own under .bench/, the first time.
    """
    plan = QUICK if quick else FULL
    sslyze = "left out" if quick else _sslyze()
    with served(plan.fleet) as fleet:
        rows = _rows(fleet, plan, sslyze)
    further = "no sslyze" if isinstance(sslyze, str) else sslyze.version
    section = "\n".join([_HEAD, *machine_lines(*versions(further)), "", table(rows), ""])
    click.echo(section)
    if write:
        write_section("diagnostics", section)


def _sslyze() -> Sslyze | str:
    """The program, or why there is none."""
    try:
        return Sslyze.installed()
    except NotInstalledError as error:
        return str(error)


def _rows(fleet: Fleet, plan: Plan, sslyze: Sslyze | str) -> list[Row]:
    probes, assessed, everything, lags = asyncio.run(_in_process(fleet, plan))
    return [
        *probes,
        *single_rows(fleet, plan, sslyze),
        *crowd_rows(fleet, plan, sslyze, assessed, everything),
        memory_row(fleet, plan),
        *lags,
        start_row(plan),
    ]


async def _in_process(fleet: Fleet, plan: Plan) -> tuple[list[Row], Sample, Sample, list[Row]]:
    """What is measured in this process, as it is in the bot's."""
    hosts = FreshHosts(fleet.hosts)
    async with Linter() as linter:
        await warm_up(fleet, linter)
        # As the bot does when it has started.
        gc.collect()
        gc.freeze()
        probes = await probe_rows(fleet, hosts, plan, linter)
    way = Looking.assessed(fleet)
    assessed = await crowd_sample(way, hosts, plan)
    whole = way.with_further_handshakes().with_fetches().with_deep_checks()
    everything = await crowd_sample(whole, hosts, plan)
    return probes, assessed, everything, await lag_rows(fleet, hosts, plan)
