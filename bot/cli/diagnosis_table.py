"""A diagnosis on a terminal: the verdict, what to do, and a line an address."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock import utc_minute
from bot.diagnostics import Comparison, Diagnosis, Finding, Observation, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def print_diagnosis(diagnosis: Diagnosis) -> None:
    """Print it; colour and width follow the terminal, and there is no colour where there is none."""
    console = Console(highlight=False, soft_wrap=False)
    sign, colour = ("✓", "green") if diagnosis.healthy else ("✗", "red")
    console.print(Text.assemble((f"{sign} {diagnosis.target}", f"bold {colour}"), f"  {diagnosis.verdict}"))
    for line in _changes(diagnosis.comparison):
        console.print(line)
    for finding in diagnosis.findings:
        told = finding is diagnosis.told_by_verdict
        console.print(_remedy(finding, "  ") if told else _finding(finding))
    if diagnosis.observations:
        console.print(_addresses(diagnosis))
    console.print(Text(f"  {diagnosis.vantage}, in {diagnosis.timings.total_ms:.0f} ms", style="dim"))
    console.print()


def _changes(comparison: Comparison | None) -> Iterator[Text]:
    """What changed comes before what is wrong, and of that what is grave."""
    if comparison is None:
        return
    since = f"since {utc_minute(comparison.earlier_at)}"
    if not (comparison.changes or comparison.findings_gone or comparison.findings_new):
        yield Text(f"  Nothing has changed {since}.", style="dim")
        return
    yield Text(f"  Changed {since}:", style="bold")
    for change in comparison.changes:
        where = f" ({', '.join(change.addresses)})" if change.addresses else ""
        yield Text(f"    {change.sentence}{where}", style="red" if change.grave else "")
    for sign, sentences in (("gone", comparison.findings_gone), ("new", comparison.findings_new)):
        for sentence in sentences:
            yield Text.assemble((f"    {sign}: ", "dim"), sentence)


def _finding(finding: Finding) -> Text:
    return Text.assemble(
        ("  • ", _COLOURS[finding.severity]),
        finding.sentence,
        "\n",
        _remedy(finding, "    "),
    )


def _remedy(finding: Finding, indent: str) -> Text:
    return Text.assemble((f"{indent}→ ", "dim"), finding.what_to_do, (f"  [{finding.id}]", "dim"))


def _addresses(diagnosis: Diagnosis) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("  address", "serial", "issued by", "until", "protocol"):
        table.add_column(heading)
    for seen in diagnosis.observations:
        table.add_row(*(Text(cell) for cell in _row(seen)))
    return table


def _row(seen: Observation) -> tuple[str, ...]:
    leaf = seen.leaf
    if leaf is None:
        return (f"  {seen.address}", seen.outcome_words, "", "", "")
    return (
        f"  {seen.address}",
        f"…{leaf.serial[-12:]}",
        leaf.issuer_name,
        utc_minute(leaf.not_after),
        seen.protocol or seen.detail,
    )
