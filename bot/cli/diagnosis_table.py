"""A diagnosis on a terminal: the verdict, what changed, what to do, and a line for each certificate on each address."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.clock import utc_minute
from bot.diagnostics import Comparison, Diagnosis, Finding, Handshake, Observation, Offer, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_OFFERS = {Offer.USUAL: "", Offer.NO_SERVER_NAME: " without SNI", Offer.ECDSA: " ECDSA", Offer.RSA: " RSA"}


def print_diagnoses(diagnoses: Sequence[Diagnosis]) -> None:
    """Print them; colour and width follow the terminal, and there is no colour where there is none."""
    console = Console(highlight=False, soft_wrap=False)
    for diagnosis in diagnoses:
        # Each by itself, at once: rich takes as long for a line as a server does for a handshake.
        console.print(Group(*_parts(diagnosis)))


def _parts(diagnosis: Diagnosis) -> Iterator[RenderableType]:
    sign, colour = ("✓", "green") if diagnosis.healthy else ("✗", "red")
    yield _hanging(Text(sign, f"bold {colour}"), Text(str(diagnosis.target), f"bold {colour}"))
    yield _hanging(Text(" "), Text(diagnosis.verdict))
    for sign_of_line, line in _changes(diagnosis.comparison):
        yield _hanging(sign_of_line, line)
    for finding in diagnosis.findings:
        if finding is not diagnosis.told_by_verdict:
            yield _hanging(Text("  •", _COLOURS[finding.severity]), Text(finding.sentence))
        yield _hanging(Text("  →", "dim"), _remedy(finding))
    if diagnosis.observations:
        yield _addresses(diagnosis)
    yield Text(f"  {diagnosis.vantage}, in {diagnosis.timings.total_ms:.0f} ms\n", style="dim")


def _hanging(sign: Text, words: Text) -> Table:
    """Words beside a sign: lines that are broken begin where the first one did."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(sign, words)
    return grid


def _changes(comparison: Comparison | None) -> Iterator[tuple[Text, Text]]:
    """What changed comes before what is wrong, and of that what is grave."""
    if comparison is None:
        return
    since = f"since {utc_minute(comparison.earlier_at)}"
    if not (comparison.changes or comparison.findings_gone or comparison.findings_new):
        yield Text(" "), Text(f"Nothing has changed {since}.", style="dim")
        return
    yield Text(" "), Text(f"Changed {since}:", style="bold")
    for change in comparison.changes:
        where = f" ({', '.join(change.addresses)})" if change.addresses else ""
        yield Text("  ±"), Text(f"{change.sentence}{where}", style="red" if change.grave else "")
    for sign, sentences in (("  -", comparison.findings_gone), ("  +", comparison.findings_new)):
        for sentence in sentences:
            yield Text(sign, "dim"), Text(sentence)


def _remedy(finding: Finding) -> Text:
    return Text.assemble(finding.what_to_do, (f"  [{finding.id}]", "dim"))


def _addresses(diagnosis: Diagnosis) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("  address", "serial", "issued by", "until", "protocol"):
        table.add_column(heading)
    for seen in diagnosis.observations:
        for row in _rows(seen):
            table.add_row(*(Text(cell) for cell in row))
    return table


def _rows(seen: Observation) -> Iterator[tuple[str, ...]]:
    """One for each certificate that the address has shown."""
    shown = [handshake for handshake in seen.handshakes if handshake.leaf is not None]
    if not shown:
        yield (f"  {seen.address}", seen.outcome_words, "", "", "")
    for handshake in shown:
        yield tuple(_cells(seen, handshake))


def _cells(seen: Observation, handshake: Handshake) -> Iterator[str]:
    yield f"  {seen.address}{_OFFERS[handshake.offer]}"
    if handshake.leaf is not None:
        yield f"…{handshake.leaf.serial[-12:]}"
        yield handshake.leaf.issuer_name
        yield utc_minute(handshake.leaf.not_after)
    yield handshake.protocol or handshake.failure
