"""The form that asks for a reason about one runbook step."""

from collections.abc import Mapping
from enum import StrEnum

from bot.slack import action_ids
from bot.slack.blocks import Json, input_block, section, text_input
from bot.slack.modals.form import INPUT, modal
from bot.slack.mrkdwn import escape, shortened
from bot.slack.references import Reference, StaleReferenceError, StepReference

WORDS = "words"
MAX_WORDS = 500


class StepMatter(StrEnum):
    """What about the step."""

    SKIP = "skip"
    FLAG = "flag"
    OVERRIDE = "override"
    DONE_ALL_THE_SAME = "done"
    """Tick it though the bot sees otherwise."""


_TEXTS = {
    StepMatter.SKIP: ("Skip a step", "Skip", "Why is it skipped?"),
    StepMatter.FLAG: ("Does not work here", "Flag", "What does not work here, and what did you do instead?"),
    StepMatter.OVERRIDE: ("Override a lock", "Override", "Why can it not wait?"),
    StepMatter.DONE_ALL_THE_SAME: ("Done all the same", "It is done", "Why does it count as done?"),
}


def step_form(matter: StepMatter, step: StepReference, title: str, note: str = "") -> Mapping[str, Json]:
    """Asks for the reason; ``note`` is what the bot has to say first."""
    heading, submit, question = _TEXTS[matter]
    said = f"*{escape(title)}*" + (f"\n{escape(shortened(note, 500))}" if note else "")
    detail = f"{matter}|{step.runbook}|{step.step}"
    reference = Reference(incident=step.incident, revision=0, detail=detail)
    blocks = [
        section(said),
        input_block(WORDS, question, text_input(INPUT, multiline=True, max_length=MAX_WORDS)),
    ]
    return modal(action_ids.STEP_FORM, heading, submit, blocks, str(reference))


def read_step_form(reference: Reference) -> tuple[StepMatter, str, str]:
    """The matter, the runbook and the step that a form is about.

    Raises:
        StaleReferenceError: It says none.
    """
    match reference.detail.split("|"):
        case [matter, runbook, step] if matter in set(StepMatter):
            return StepMatter(matter), runbook, step
        case _:
            raise StaleReferenceError
