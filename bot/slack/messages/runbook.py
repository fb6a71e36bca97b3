"""Key ``runbook``: the checklist. The current phase is expanded, the others are one line each. Live."""

import contextlib
from collections.abc import Iterator
from enum import Enum

from bot.incidents.checklist import Checklist, StepState
from bot.incidents.snapshot import Snapshot
from bot.incidents.step_checks import step_evidence
from bot.incidents.subject import SubjectKind
from bot.runbooks import Runbook, Step, command_facts, rendered_command
from bot.slack import action_ids
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    button,
    checkbox,
    context,
    header,
    option,
    overflow,
    section,
)
from bot.slack.message import Message, MessageTooLargeError
from bot.slack.messages.wording import progress_bar, subject
from bot.slack.mrkdwn import clock_time, code_block, escape, shortened, user
from bot.slack.references import StepReference

TITLE_TEXT = 75
WHAT_TO_DO_TEXT = 900
BRIEF_TEXT = 200
COMMAND_TEXT = 700
NOTICE_TEXT = 300
MAX_COMMANDS = 3
NOTE_TEXT = 300
MARK_TEXT = 80


class Detail(Enum):
    """How much is said of each step of the current phase."""

    FULL = "full"
    NEXT = "next"
    """All of the step that comes next, and the others in brief."""
    BRIEF = "brief"
    """Without commands, and the beginning of what to do."""
    TITLE = "title"


def runbook(incident: Snapshot, book: Runbook, notice: str = "") -> Message:
    """The checklist at this revision. A phase too long for one message says less of each step.

    Args:
        incident: Its state.
        book: The runbook that it follows.
        notice: What has to be known of the runbook itself; it may come from a file.

    Raises:
        MessageTooLargeError: Not even the titles fit.
    """
    for detail in (Detail.FULL, Detail.NEXT, Detail.BRIEF):
        with contextlib.suppress(MessageTooLargeError):
            return _runbook(incident, book, detail, notice)
    return _runbook(incident, book, Detail.TITLE, notice)


def fits_in_brief(incident: Snapshot, book: Runbook) -> bool:
    """Whether Slack takes the checklist with a few words on each step of the current phase."""
    try:
        _runbook(incident, book, Detail.BRIEF, "")
    except MessageTooLargeError:
        return False
    return True


def _runbook(incident: Snapshot, book: Runbook, detail: Detail, notice: str) -> Message:
    checklist = Checklist(book, incident.steps)
    settled, total = checklist.settled, len(checklist.steps)
    current = checklist.current_phase if incident.is_open else None
    blocks: list[Block] = [
        header(f"Runbook · {book.title}"),
        section(f"{progress_bar(settled, total)}  {settled} of {total} steps done"),
    ]
    if notice:
        blocks.append(context(f"⚠️ {escape(shortened(notice, NOTICE_TEXT))}"))
    for phase in checklist.phases:
        steps = [step for step in checklist.steps if step.phase == phase]
        if phase == current:
            blocks.append(section(f"*{escape(phase.capitalize())}*"))
            for step, much in _how_much(checklist, steps, detail):
                blocks += _expanded(incident, checklist, step, much)
        else:
            blocks.append(context(_folded(checklist, phase, steps, detail)))
    return Message(f"{subject(incident)}: {settled} of {total} runbook steps done", tuple(blocks))


def _how_much(checklist: Checklist, steps: list[Step], detail: Detail) -> Iterator[tuple[Step, Detail]]:
    following = next((step for step in steps if not checklist.state(step.id).settled), None)
    for step in steps:
        if detail is Detail.NEXT:
            yield step, Detail.FULL if step is following else Detail.BRIEF
        else:
            yield step, detail


def _folded(checklist: Checklist, phase: str, steps: list[Step], detail: Detail) -> str:
    settled = sum(1 for step in steps if checklist.state(step.id).settled)
    sign = "☑️" if settled == len(steps) else "▫️"
    heading = f"{sign} *{escape(phase.capitalize())}* {settled}/{len(steps)}"
    if detail is Detail.TITLE:
        return heading
    titles = ", ".join(_marked(step, checklist.state(step.id)) for step in steps)
    return f"{heading} · {titles}"


def _marked(step: Step, state: StepState) -> str:
    """The title, with what is unusual about the step."""
    title = escape(step.title)
    if state.skipped:
        title = f"⏭️ {title} ({escape(shortened(state.reason, MARK_TEXT))})"
    if state.drift:
        title = f"🔧 {title} ({escape(shortened(state.drift, MARK_TEXT))})"
    return title


def _expanded(incident: Snapshot, checklist: Checklist, step: Step, detail: Detail) -> list[Block]:
    state = checklist.state(step.id)
    blocks = [_title(incident, checklist, step)]
    if detail is Detail.TITLE:
        return [*blocks, *_decision(incident, checklist, step)]
    if state.settled:
        return [*blocks, context(_settled(state))]
    key = checklist.locked_by(step)
    if key is not None:
        return [*blocks, context(f"🔒 Locked until *{escape(key.title)}* is done.")]
    if detail is Detail.BRIEF:
        blocks.append(context(escape(shortened(step.what_to_do, BRIEF_TEXT))))
    else:
        blocks += _instructions(incident, step)
    blocks += _decision(incident, checklist, step)
    blocks.append(context(_small(incident, step, state, detail)))
    return blocks


def _title(incident: Snapshot, checklist: Checklist, step: Step) -> Block:
    """The checkbox, or a lock instead, and the menu for what a tick cannot say."""
    state = checklist.state(step.id)
    title = f"*{shortened(escape(step.title), TITLE_TEXT - 2)}*"
    block_id = str(StepReference(incident.id, checklist.runbook.id, step.id, state.redraws))
    menu = _menu(checklist, step)
    if state.skipped or checklist.locked_by(step) is not None:
        sign = "⏭️" if state.skipped else "🔒"
        return section(f"{sign} {title}", accessory=menu, block_id=block_id)
    box = checkbox(action_ids.TICK, title, step.id, checked=state.done)
    can_look = step.check is not None and incident.subject.kind is SubjectKind.HOST
    check = [button("Check", action_ids.CHECK_STEP, step.id)] if can_look and not state.done else []
    return actions([box, *check, menu], block_id=block_id)


def _menu(checklist: Checklist, step: Step) -> Element:
    choices = [option("Does not work here…", "flag")]
    if checklist.state(step.id).skipped:
        choices.insert(0, option("Do it after all", "take-up"))
    else:
        choices.insert(0, option("Skip, with a reason…", "skip"))
    if checklist.locked_by(step) is not None:
        choices.append(option("Override the lock (commander)…", "override"))
    return overflow(action_ids.STEP_MENU, choices)


def _decision(incident: Snapshot, checklist: Checklist, step: Step) -> list[Block]:
    if step.decision is None:
        return []
    state = checklist.state(step.id)
    reference = StepReference(incident.id, checklist.runbook.id, step.id, state.redraws, "decision")
    buttons = [
        button(
            words,
            f"{action_ids.DECIDE}|{choice}",
            step.id,
            style="primary" if choice == state.choice else None,
        )
        for choice, words in step.decision.choices.items()
    ]
    return [section(f"❓ {escape(step.decision.question)}"), actions(buttons, block_id=str(reference))]


def _settled(state: StepState) -> str:
    verb = "Skipped" if state.skipped else "Done"
    parts = [f"{verb} by {user(state.by)}, {clock_time(state.at)}" if state.by and state.at else verb]
    if state.reason:
        parts.append(escape(shortened(state.reason, NOTE_TEXT)))
    if state.drift:
        parts.append(f"🔧 Does not work here: {escape(shortened(state.drift, NOTE_TEXT))}")
    return "\n".join(parts)


def _instructions(incident: Snapshot, step: Step) -> list[Block]:
    blocks: list[Block] = [section(escape(shortened(step.what_to_do, WHAT_TO_DO_TEXT)))]
    facts = command_facts(incident.subject.value, incident.latest_diagnosis)
    for command in step.commands[:MAX_COMMANDS]:
        rendered = rendered_command(command.command, facts)
        blocks.append(section(f"{escape(command.label)}\n{code_block(shortened(rendered, COMMAND_TEXT))}"))
    return blocks


def _small(incident: Snapshot, step: Step, state: StepState, detail: Detail) -> str:
    lines = [f"{escape(step.role)} · about {step.expected_minutes} min"]
    if detail is Detail.FULL:
        lines.append(f"*Done when* {escape(shortened(step.done_when, NOTE_TEXT))}")
        if step.contacts:
            lines.append(f"☎️ {escape(shortened(', '.join(step.contacts), NOTE_TEXT))}")
        if step.warning:
            lines.append(f"⚠️ {escape(shortened(step.warning, NOTE_TEXT))}")
    evidence = (
        step_evidence(step.check, incident.latest_diagnosis, incident.latest_health) if step.check else None
    )
    if evidence is not None:
        sign = {True: "✅", False: "❌", None: "❔"}[evidence.agrees]
        lines.append(
            f"{sign} Checked {clock_time(evidence.at)}: {escape(shortened(evidence.says, NOTE_TEXT))}"
        )
    if state.overridden:
        lines.append(f"🔓 The commander overrode the lock: {escape(shortened(state.reason, NOTE_TEXT))}")
    if state.drift:
        lines.append(f"🔧 Does not work here: {escape(shortened(state.drift, NOTE_TEXT))}")
    return "\n".join(lines)
