"""What buttons, checkboxes and forms carry: which incident, at which revision, and what about it.

Everything here comes back from a client, so it is checked when it is read.
"""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.errors import SlackError


class StaleReferenceError(SlackError):
    """What a click carried cannot be read: it was drawn by another release, or made by hand."""

    def __init__(self) -> None:
        super().__init__("This button is out of date.", remedy="Use the newest message in the channel.")


class Reference(BaseModel):
    """The value of a button, or the ``private_metadata`` of a form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    incident: str
    revision: int
    """The revision that was seen when it was drawn."""
    detail: str = ""

    def __str__(self) -> str:
        """Compact JSON: a button's value holds 2000 characters, ``private_metadata`` 3000."""
        return self.model_dump_json(exclude_defaults=True)


def read_reference(value: str) -> Reference:
    """Read a reference that came back.

    Raises:
        StaleReferenceError: It is none.
    """
    try:
        return Reference.model_validate_json(value)
    except ValidationError as error:
        raise StaleReferenceError from error


@dataclass(frozen=True, slots=True)
class StepReference:
    """Which step a checkbox is of. It travels in the ``block_id``, since an emptied box has no value."""

    incident: str
    runbook: str
    step: str
    redraws: int
    part: str = ""
    """Where a step has more blocks with elements than its checkbox."""

    def __str__(self) -> str:
        """``step|INCIDENT|RUNBOOK|STEP|REDRAWS``, and ``|PART``."""
        whole = f"step|{self.incident}|{self.runbook}|{self.step}|{self.redraws}"
        return f"{whole}|{self.part}" if self.part else whole


def read_step_reference(block_id: str) -> StepReference:
    """Read a step's reference from its ``block_id``.

    Raises:
        StaleReferenceError: It is none.
    """
    match block_id.split("|"):
        case ["step", incident, runbook, step, redraws] if redraws.isdigit():
            return StepReference(incident, runbook, step, int(redraws))
        case ["step", incident, runbook, step, redraws, part] if redraws.isdigit():
            return StepReference(incident, runbook, step, int(redraws), part)
        case _:
            raise StaleReferenceError
