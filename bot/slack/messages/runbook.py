"""Key ``runbook``: the checklist. The current phase is expanded, the others are one line each. Live."""

import contextlib
from enum import Enum

from bot.incidents.snapshot import Snapshot, StepSnapshot
from bot.runbooks import Runbook, Step, command_facts, rendered_command
from bot.slack import action_ids
from bot.slack.blocks import Block, actions, checkbox, context, header, section
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
UNTOUCHED = StepSnapshot()


class Detail(Enum):
    """How much is said of each step of the current phase."""

    FULL = "full"
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
    for detail in (Detail.FULL, Detail.BRIEF):
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
    done = sum(1 for step in book.steps if _state(incident, step).done)
    total = len(book.steps)
    current = _current_phase(incident, book)
    blocks: list[Block] = [
        header(f"Runbook · {book.title}"),
        section(f"{progress_bar(done, total)}  {done} of {total} steps done"),
    ]
    if notice:
        blocks.append(context(f"⚠️ {escape(shortened(notice, NOTICE_TEXT))}"))
    for phase in book.phases:
        steps = [step for step in book.steps if step.phase == phase]
        if phase == current:
            blocks.append(section(f"*{escape(phase.capitalize())}*"))
            for step in steps:
                blocks += _expanded(incident, book, step, detail)
        else:
            blocks.append(context(_folded(incident, phase, steps, detail)))
    return Message(f"{subject(incident)}: {done} of {total} runbook steps done", tuple(blocks))


def _state(incident: Snapshot, step: Step) -> StepSnapshot:
    return incident.steps.get(step.id, UNTOUCHED)


def _current_phase(incident: Snapshot, book: Runbook) -> str | None:
    """The phase of the first step that is not done; None once all are, or nothing more can be ticked."""
    if not incident.is_open:
        return None
    return next((step.phase for step in book.steps if not _state(incident, step).done), None)


def _folded(incident: Snapshot, phase: str, steps: list[Step], detail: Detail) -> str:
    done = sum(1 for step in steps if _state(incident, step).done)
    sign = "☑️" if done == len(steps) else "▫️"
    heading = f"{sign} *{escape(phase.capitalize())}* {done}/{len(steps)}"
    if detail is Detail.TITLE:
        return heading
    titles = ", ".join(escape(step.title) for step in steps)
    return f"{heading} · {titles}"


def _expanded(incident: Snapshot, book: Runbook, step: Step, detail: Detail) -> list[Block]:
    state = _state(incident, step)
    reference = StepReference(incident.id, book.id, step.id, state.redraws)
    box = checkbox(
        action_ids.TICK, f"*{shortened(escape(step.title), TITLE_TEXT - 2)}*", step.id, checked=state.done
    )
    blocks: list[Block] = [actions([box], block_id=str(reference))]
    if detail is Detail.TITLE:
        return blocks
    if state.done and state.by and state.at:
        return [*blocks, context(f"Done by {user(state.by)}, {clock_time(state.at)}")]
    if detail is Detail.BRIEF:
        return [*blocks, context(escape(shortened(step.what_to_do, BRIEF_TEXT)))]
    blocks.append(section(escape(shortened(step.what_to_do, WHAT_TO_DO_TEXT))))
    facts = command_facts(incident.subject.value, incident.latest_diagnosis)
    for command in step.commands[:MAX_COMMANDS]:
        rendered = rendered_command(command.command, facts)
        blocks.append(section(f"{escape(command.label)}\n{code_block(shortened(rendered, COMMAND_TEXT))}"))
    small = [f"{escape(step.role)} · about {step.expected_minutes} min"]
    if step.done_when:
        small.append(f"*Done when* {escape(shortened(step.done_when, 300))}")
    if step.warning:
        small.append(f"⚠️ {escape(shortened(step.warning, 300))}")
    return [*blocks, context("\n".join(small))]
