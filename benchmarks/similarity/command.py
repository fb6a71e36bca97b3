"""``./dev bench similarity``."""

import asyncio
import gc
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import click

from benchmarks.machine import machine_lines, python_with
from benchmarks.measuring import Sample, Unit, figure, sample_of
from benchmarks.page import write_section
from benchmarks.similarity import databases
from benchmarks.similarity.filling import TEAM, fill
from benchmarks.similarity.made_incidents import Incidents
from benchmarks.table import Row, at_most_times, table, times_as_long, within
from bot import content
from bot.known_incidents.past_incidents import similar_past_incidents
from bot.known_incidents.similar import MOST
from bot.storage.database import Database

FEW, MANY = 1_000, 100_000
SEARCHES = 200
WARM_UP = 20
QUICK = (50, 500, 10)
SEED = 2
WITHIN_S = 0.05
TIMES = 2
INCIDENTS_A_HOST = 5

_HEAD = """## What a search for similar incidents costs

`./dev bench similarity --write` makes this section. Each search is for another incident, of which host, service, CA,
certificate, key, findings, words and likely categories are known, among closed ones that have about 26 traits each;
one after the other, each in a transaction of its own, as the bot makes them. The 95th percentile is what must stay
below the limit; the medians are compared.
"""


@click.command()
@click.option("--quick", is_flag=True, help="Among very few: does it still work?")
@click.option("--write", is_flag=True, help="Write our section of docs/benchmarks.md, too.")
def command(quick: bool, write: bool) -> None:
    """Look for similar incidents among 1,000 and 100,000 closed ones, and print a table in Markdown."""
    few, many, searches = QUICK if quick else (FEW, MANY, SEARCHES)
    rows: list[Row] = []
    for name, made in (("SQLite", databases.sqlite), ("PostgreSQL", databases.postgresql)):
        fewer, more = (_searched(made, number, searches) for number in (few, many))
        rows += _rows(name, (few, fewer), (many, more))
    with databases.postgresql() as url:
        server = databases.postgresql_version(url)
    versions = (
        python_with("sqlalchemy", "aiosqlite", "psycopg"),
        f"SQLite {sqlite3.sqlite_version}, {server}",
    )
    section = "\n".join([_HEAD, *machine_lines(*versions), "", table(rows), ""])
    click.echo(section)
    if write:
        write_section("similarity", section)


def _searched(made: Callable[[], AbstractContextManager[str]], number: int, searches: int) -> Sample:
    """How long each of so many searches among ``number`` incidents takes."""
    incidents = Incidents(content.root() / "runbooks", hosts=max(1, number // INCIDENTS_A_HOST))
    with made() as url:
        fill(url, incidents, number)
        return asyncio.run(_search(url, incidents, searches))


async def _search(url: str, incidents: Incidents, searches: int) -> Sample:
    database = Database(url)
    taken: list[float] = []
    # As the bot does when it has started.
    gc.collect()
    gc.freeze()
    try:
        for ours in incidents.at_hand(WARM_UP + searches, SEED):
            began = time.perf_counter()
            async with database.reading() as session:
                found = await similar_past_incidents(session, TEAM, ours, excluding="", most=MOST)
            taken.append(time.perf_counter() - began)
            if not found:
                raise click.ClickException("A search found nothing: there is nothing to measure.")
    finally:
        await database.close()
    return sample_of(taken[WARM_UP:])


def _rows(name: str, fewer: tuple[int, Sample], more: tuple[int, Sample]) -> list[Row]:
    (few, few_sample), (many, many_sample) = fewer, more
    ratio = many_sample.median / few_sample.median
    return [
        Row(f"{name}, a search among {few:,}", few_sample, remark=_slowest(few_sample)),
        Row(
            f"{name}, a search among {many:,}",
            many_sample,
            remark=f"{_slowest(many_sample)}; {times_as_long(ratio, f'a search among {few:,}')}",
            goals=(
                within(WITHIN_S, many_sample.percentile(95), Unit.MILLISECONDS),
                at_most_times(ratio, TIMES),
            ),
        ),
    ]


def _slowest(sample: Sample) -> str:
    return f"95th percentile {figure(sample.percentile(95), Unit.MILLISECONDS, ours=True)}"
