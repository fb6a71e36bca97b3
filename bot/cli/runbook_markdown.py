"""A runbook as Markdown (CommonMark), for people who read it before the night in which they need it."""

import re
from collections.abc import Iterable, Iterator

from bot.runbooks import Command, Runbook, Step

_ACTIVE = re.compile(r"[\\`*<\[]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|^[#>+~-]")
"""What Markdown would act upon. Nothing else is escaped, since most people read it as it is, in a terminal."""


def runbook_markdown(runbook: Runbook) -> str:
    """The whole of it, from when it applies to its sources."""
    return "\n".join(_lines(runbook)) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, with what Markdown would act upon escaped (CommonMark, 2.4)."""
    return _ACTIVE.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def _lines(runbook: Runbook) -> Iterator[str]:
    yield f"# {escaped(runbook.title)} (`{runbook.id}`)"
    yield from ("", escaped(runbook.summary))
    yield from _listed("It applies when", runbook.applies_when)
    yield from _listed("It does not apply when", runbook.does_not_apply_when)
    yield from _listed("The first five minutes", runbook.first_five_minutes, ordered=True)
    number = 0
    for phase in runbook.phases:
        yield from ("", f"## {escaped(phase.capitalize())}")
        for step in runbook.steps:
            if step.phase == phase:
                number += 1
                yield from _step(number, step)
    yield from _paragraph("It is over when", runbook.done_when)
    if runbook.proved_by:
        yield from ("", f"Proved by {', '.join(f'`{check}`' for check in runbook.proved_by)}.")
    yield from _told(runbook)
    yield from _listed("What not to do", runbook.what_not_to_do)
    yield from _listed("Escalate when", runbook.escalate_when)
    yield from _paragraph("The original certificate", runbook.original_certificate)
    yield from _review(runbook)
    yield from _listed("Sources", runbook.sources)
    dates = [
        f"{words} on {on}"
        for words, on in (("Reviewed", runbook.reviewed_on), ("Exercised", runbook.exercised_on))
        if on
    ]
    if dates:
        yield from ("", ". ".join(dates) + ".")


def _step(number: int, step: Step) -> Iterator[str]:
    yield from ("", f"### {number}. {escaped(step.title)} (`{step.id}`)")
    yield from ("", f"{escaped(step.role)} · about {step.expected_minutes} min")
    if step.only_if:
        yield from ("", f"Only if `{step.only_if}`.")
    if step.locked_until:
        yield from ("", f"🔒 Locked until `{step.locked_until}` is done.")
    yield from ("", escaped(step.what_to_do))
    for command in step.commands:
        yield from _command(command)
    if step.decision:
        yield from ("", f"**{escaped(step.decision.question)}**", "")
        yield from (f"- `{choice}`: {escaped(words)}" for choice, words in step.decision.choices.items())
    if step.contacts:
        yield from ("", f"Ask {', '.join(map(escaped, step.contacts))}.")
    if step.check:
        yield from ("", f"The bot checks `{step.check}`.")
    yield from ("", f"**Done when** {escaped(step.done_when)}")
    if step.warning:
        yield from ("", f"⚠️ {escaped(step.warning)}")


def _command(command: Command) -> Iterator[str]:
    """In a fence that is longer than any within it (CommonMark, 4.5); doubled braces stand for single ones."""
    text = re.sub(r"\{\{|\}\}", lambda found: found.group()[0], command.command).rstrip("\n")
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    yield from ("", f"{escaped(command.label)}:", "", fence, text, fence)


def _told(runbook: Runbook) -> Iterator[str]:
    if runbook.tell is None:
        return
    yield from ("", "## What to tell")
    for whom, words in (
        ("stakeholders", runbook.tell.stakeholders),
        ("customers", runbook.tell.customers),
        ("executives", runbook.tell.executives),
    ):
        yield from ("", f"To {whom}:", "", f"> {escaped(words)}")


def _review(runbook: Runbook) -> Iterator[str]:
    yield from _listed("The review asks", runbook.review_prompts)
    yield from _listed("Causes", (cause.text for cause in runbook.causes))
    yield from _listed(
        "Action items",
        (
            f"{item.title} ({item.gap}). {item.why} Done when {item.acceptance}"
            for item in runbook.action_items
        ),
    )


def _listed(heading: str, texts: Iterable[str], *, ordered: bool = False) -> Iterator[str]:
    entries = list(texts)
    if entries:
        yield from ("", f"## {heading}", "")
        yield from (f"{f'{n}.' if ordered else '-'} {escaped(text)}" for n, text in enumerate(entries, 1))


def _paragraph(heading: str, text: str) -> Iterator[str]:
    if text.strip():
        yield from ("", f"## {heading}", "", escaped(text))
