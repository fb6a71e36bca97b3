"""Keys ``diagnosis/N``: posted at once as "Diagnosing…", then edited to what was found."""

from collections.abc import Sequence

from bot.diagnostics import Comparison, Diagnosis, Finding, Severity
from bot.incidents.snapshot import DiagnosisSnapshot, Snapshot
from bot.slack.blocks import Block, context, section
from bot.slack.message import Message, fitting
from bot.slack.messages.wording import subject
from bot.slack.mrkdwn import clock_time, code, escape, localised, moment, shortened, user

MAX_FINDINGS = 5
MAX_NOTES = 3
MAX_ADDRESSES = 8
SENTENCE_TEXT = 500
CHANGE_TEXT = 200
VANTAGE_TEXT = 300
THE_REST = "The rest is in the JSON file."
MAX_CHANGES = 4


def diagnosis(incident: Snapshot, entry: DiagnosisSnapshot) -> Message:
    """One diagnosis: the verdict, what changed since the one before, the findings, the addresses."""
    asked = f"Asked by {user(entry.requested_by)}" if entry.requested_by else "At opening"
    if entry.finished_at is None:
        words = f"🔍 *Diagnosing {escape(entry.target)}…*"
        return Message(
            f"Diagnosing {escape(entry.target)}…",
            (section(words), context(f"{asked}, {clock_time(entry.requested_at)}{_progress(entry)}")),
        )
    if entry.result is None:
        reason = escape(shortened(entry.error or "No reason is known.", SENTENCE_TEXT))
        text = f"{subject(incident)} could not be diagnosed."
        return Message(text, (section(f"⚠️ *{text}* {reason}"),))
    result = entry.result
    blocks: list[Block] = [section(f"{_sign(result)} *{_words(result.verdict)}*")]
    if result.comparison is not None:
        blocks.append(context(_what_changed(result.comparison)))
    blocks += [section(text) for text in _findings(result)]
    blocks += [context(text) for text in _notes(result)]
    if result.observations:
        blocks.append(context(_addresses(result)))
    seen = f"{escape(shortened(result.vantage, VANTAGE_TEXT))} · {moment(entry.finished_at)} · {asked}"
    blocks.append(context(seen))
    words = escape(shortened(result.verdict, SENTENCE_TEXT))
    return Message(f"{subject(incident)}: {words}", fitting(blocks, context(f"{THE_REST} {seen}")))


def _progress(entry: DiagnosisSnapshot) -> str:
    return f" · {escape(shortened(entry.progress, CHANGE_TEXT))}" if entry.progress else ""


def diagnosis_text(result: Diagnosis) -> str:
    """The same in a few lines of text, for one person."""
    lines = [f"{_sign(result)} *{_words(result.verdict)}*"]
    lines += [*_findings(result), *_notes(result)]
    if result.observations:
        lines.append(_addresses(result))
    return "\n".join(lines)


def _sign(result: Diagnosis) -> str:
    return "✅" if result.healthy else "❌"


def _findings(result: Diagnosis) -> list[str]:
    """What is wrong in order of weight. The verdict has told the first already: only its remedy is left."""
    grave = [finding for finding in result.findings if finding.severity is not Severity.NOTE]
    lines = [
        _remedy(finding)
        if finding is result.told_by_verdict
        else f"• {_words(finding.sentence)}\n    {_remedy(finding)}"
        for finding in grave[:MAX_FINDINGS]
    ]
    more = len(grave) - MAX_FINDINGS
    return [*lines, *([f"• and {more} more, in the JSON file"] if more > 0 else [])]


def _notes(result: Diagnosis) -> list[str]:
    """What is worth knowing, in small print."""
    notes = [finding for finding in result.findings if finding.severity is Severity.NOTE]
    return [
        f"ℹ️ {_words(finding.sentence)} {_words(finding.what_to_do)}"  # noqa: RUF001 - the sign is meant
        for finding in notes[:MAX_NOTES]
    ]


def _words(untrusted: str, limit: int = SENTENCE_TEXT) -> str:
    return localised(escape(shortened(untrusted, limit)))


def _remedy(finding: Finding) -> str:
    return f"→ {_words(finding.what_to_do)}"


def _addresses(result: Diagnosis) -> str:
    """One line for all the addresses that showed the same."""
    groups: dict[str, list[str]] = {}
    for seen in result.observations[:MAX_ADDRESSES]:
        groups.setdefault(seen.outcome_words, []).append(code(seen.address))
    lines = [f"{', '.join(addresses)}: {_words(words)}" for words, addresses in groups.items()]
    more = len(result.observations) - MAX_ADDRESSES
    return "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])


def _what_changed(comparison: Comparison) -> str:
    """What changed since last time comes first, and of that what is grave."""
    lines = [
        f"{'⚠️ ' if change.grave else ''}{_words(change.sentence, CHANGE_TEXT)}{_at(change.addresses)}"
        for change in comparison.changes[:MAX_CHANGES]
    ]
    more = len(comparison.changes) - MAX_CHANGES
    lines += [f"and {more} more changes"] if more > 0 else []
    lines += [
        f"*Gone:* {_words(sentence, CHANGE_TEXT)}" for sentence in comparison.findings_gone[:MAX_CHANGES]
    ]
    lines += [f"*New:* {_words(sentence, CHANGE_TEXT)}" for sentence in comparison.findings_new[:MAX_CHANGES]]
    since = moment(comparison.earlier_at)
    if not lines:
        return f"Nothing has changed since the diagnosis of {since}."
    return "\n".join([f"*Since the diagnosis of {since}*", *lines])


def _at(addresses: Sequence[str]) -> str:
    """Which addresses a change was seen on."""
    if not addresses:
        return ""
    more = len(addresses) - MAX_CHANGES
    shown = ", ".join(code(address) for address in addresses[:MAX_CHANGES])
    return f" ({shown}{f' and {more} more' if more > 0 else ''})"
