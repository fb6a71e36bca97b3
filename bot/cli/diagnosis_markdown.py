"""A diagnosis as Markdown (CommonMark with tables), to paste into a ticket."""

import re
from collections.abc import Iterator

from bot.clock import utc_minute
from bot.diagnostics import CertificateFacts, Diagnosis, Finding, Observation
from bot.diagnostics.model.revocation import RevocationAnswer

_ACTIVE = re.compile(r"([\\`*_{}\[\]()<>!|~&])")


def diagnosis_markdown(diagnosis: Diagnosis) -> str:
    """The verdict, the findings, and what they are drawn from. Untrusted text in it cannot act."""
    return "\n".join(_lines(diagnosis)) + "\n"


def escaped(text: str) -> str:
    """``text`` with every sign that Markdown or HTML could act upon escaped (CommonMark, 2.4), on one line."""
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """A code span, in which only a backtick could act (CommonMark, 6.1)."""
    return f"`{text.replace('`', '')}`"


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    sign = "✅" if diagnosis.healthy else "❌"
    yield f"## {sign} {escaped(str(diagnosis.target))}"
    yield ""
    yield f"**{escaped(diagnosis.verdict)}**"
    for finding in diagnosis.findings:
        yield ""
        yield from _finding(finding)
    if diagnosis.comparison is not None:
        yield from ("", f"### Since {utc_minute(diagnosis.comparison.earlier_at)}", "")
        yield from _changes(diagnosis)
    if diagnosis.observations:
        yield from (
            "",
            "### Addresses",
            "",
            "| address | serial | issued by | until | TLS |",
            "|---|---|---|---|---|",
        )
        yield from (_address(seen) for seen in diagnosis.observations)
        yield from _chains(diagnosis)
    if diagnosis.revocation.answers:
        yield from (
            "",
            "### Revocation",
            "",
            "| source | of | says | as of | until |",
            "|---|---|---|---|---|",
        )
        yield from (_answer(answer) for answer in diagnosis.revocation.answers)
    yield ""
    yield f"{escaped(diagnosis.vantage)}, {utc_minute(diagnosis.at)}, in {diagnosis.timings.total_ms:.0f} ms"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- **{finding.severity.value}** {escaped(finding.sentence)}  "
    yield f"  → {escaped(finding.what_to_do)} ({_code(finding.id)}, {escaped(finding.source)})"


def _changes(diagnosis: Diagnosis) -> Iterator[str]:
    comparison = diagnosis.comparison
    if comparison is None:
        return
    if not (comparison.changes or comparison.findings_gone or comparison.findings_new):
        yield "Nothing has changed."
    for change in comparison.changes:
        where = f" ({escaped(', '.join(change.addresses))})" if change.addresses else ""
        yield f"- {'⚠️ ' if change.grave else ''}{escaped(change.sentence)}{where}"
    yield from (f"- Gone: {escaped(sentence)}" for sentence in comparison.findings_gone)
    yield from (f"- New: {escaped(sentence)}" for sentence in comparison.findings_new)


def _address(seen: Observation) -> str:
    leaf = seen.leaf
    if leaf is None:
        return f"| {escaped(seen.address)} | {escaped(seen.outcome_words)} | | | |"
    cells = (
        seen.address,
        f"…{leaf.serial[-12:]}",
        leaf.issuer_name,
        utc_minute(leaf.not_after),
        seen.protocol or "",
    )
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _chains(diagnosis: Diagnosis) -> Iterator[str]:
    chains = dict.fromkeys(
        handshake.chain for seen in diagnosis.observations for handshake in seen.handshakes if handshake.chain
    )
    for chain in chains:
        yield from ("", "### Chain", "")
        yield from (f"{place + 1}. {_certificate(facts)}" for place, facts in enumerate(chain))


def _certificate(facts: CertificateFacts | None) -> str:
    if facts is None:
        return "a certificate that cannot be read"
    return (
        f"{escaped(facts.subject_name)}, by {escaped(facts.issuer_name)}, {escaped(facts.key)}, "
        f"{utc_minute(facts.not_before)} to {utc_minute(facts.not_after)}, SHA-256 {_code(facts.fingerprint_sha256)}"
    )


def _answer(answer: RevocationAnswer) -> str:
    says = " ".join(filter(None, (answer.status.value, answer.reason, answer.detail)))
    times = [utc_minute(time) if time else "" for time in (answer.this_update, answer.next_update)]
    cells = [f"{answer.source.value} {answer.location}", answer.subject, says, *times]
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
