"""Keys ``diagnosis/N``: posted at once as "Diagnosing…", then edited to what was found."""

from bot.diagnostics import Diagnosis, Finding, Severity
from bot.incidents.snapshot import DiagnosisSnapshot, Snapshot
from bot.slack.blocks import Block, context, section
from bot.slack.message import Message
from bot.slack.messages.wording import subject
from bot.slack.mrkdwn import clock_time, code, escape, localised, moment, shortened, user

MAX_FINDINGS = 5
MAX_ADDRESSES = 8
SENTENCE_TEXT = 500
CHANGE_TEXT = 200


def diagnosis(incident: Snapshot, entry: DiagnosisSnapshot, previous: DiagnosisSnapshot | None) -> Message:
    """One diagnosis: the verdict, what changed since the one before, the findings, the addresses."""
    asked = f"Asked by {user(entry.requested_by)}" if entry.requested_by else "At opening"
    if entry.finished_at is None:
        words = f"🔍 *Diagnosing {escape(entry.target)}…*"
        return Message(
            f"Diagnosing {escape(entry.target)}…",
            (section(words), context(f"{asked}, {clock_time(entry.requested_at)}")),
        )
    if entry.result is None:
        reason = escape(shortened(entry.error or "No reason is known.", SENTENCE_TEXT))
        text = f"{subject(incident)} could not be diagnosed."
        return Message(text, (section(f"⚠️ *{text}* {reason}"),))
    result = entry.result
    blocks: list[Block] = [section(f"{_sign(result)} *{_words(result.verdict)}*")]
    before = previous.result if previous else None
    if before is not None and entry.target == incident.subject.value:
        blocks.append(context(_what_changed(before, result)))
    blocks += [section(text) for text in _findings(result)]
    if result.observations:
        blocks.append(context(_addresses(result)))
    blocks.append(
        context(f"{escape(result.vantage)} · {moment(entry.finished_at)} · {asked}"),
    )
    words = escape(shortened(result.verdict, SENTENCE_TEXT))
    return Message(f"{subject(incident)}: {words}", tuple(blocks))


def diagnosis_text(result: Diagnosis) -> str:
    """The same in a few lines of text, for one person."""
    lines = [f"{_sign(result)} *{_words(result.verdict)}*"]
    lines += _findings(result)
    if result.observations:
        lines.append(_addresses(result))
    return "\n".join(lines)


def _sign(result: Diagnosis) -> str:
    return "✅" if result.healthy else "❌"


def _findings(result: Diagnosis) -> list[str]:
    """The findings in order of weight. The verdict has said the first error already: only its remedy is left."""
    shown = result.findings[:MAX_FINDINGS]
    said = shown and shown[0].severity is Severity.ERROR
    return [
        _remedy(finding)
        if said and position == 0
        else f"• {_words(finding.sentence)}\n    {_remedy(finding)}"
        for position, finding in enumerate(shown)
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


def _what_changed(before: Diagnosis, now: Diagnosis) -> str:
    """What changed since last time comes first."""
    was, is_now = {f.id for f in before.findings}, {f.id for f in now.findings}
    if before.verdict == now.verdict and was == is_now:
        return "Nothing has changed since the last diagnosis."
    gone = [f.sentence for f in before.findings if f.id not in is_now]
    new = [f.sentence for f in now.findings if f.id not in was]
    words = [f"*Gone:* {_words(sentence, CHANGE_TEXT)}" for sentence in gone]
    words += [f"*New:* {_words(sentence, CHANGE_TEXT)}" for sentence in new]
    return "\n".join(["*Since the last diagnosis*", *words]) if words else "The details have changed."
