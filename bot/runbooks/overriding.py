"""Single steps of a built-in runbook, replaced by the organisation's own."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.content_file import ContentFileError, Document, Fault, reasons
from bot.runbooks.model import Runbook, RunbookId, Step

OVERRIDE_STEPS = "override_steps"


class StepOverrides(BaseModel):
    """A file that replaces single steps of the built-in runbook with its id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: RunbookId
    override_steps: tuple[Step, ...] = Field(min_length=1, max_length=40)
    """Each stands in the place of the step with its id."""


def is_override(document: Document) -> bool:
    """Whether a file replaces steps only, and is no whole runbook."""
    return isinstance(document.value, dict) and OVERRIDE_STEPS in document.value


def overridden(document: Document, overrides: StepOverrides, ours: Runbook | None) -> Runbook:
    """``ours`` with the steps of ``overrides``, which ``document`` says.

    Raises:
        ContentFileError: There is no such runbook or step, one is replaced twice, or they do not fit together.
    """
    if ours is None:
        raise ContentFileError.of(
            document.path, document.fault(f"there is no built-in runbook {overrides.id} to override", "id")
        )
    faults = list(_faults(document, overrides, ours))
    if faults:
        raise ContentFileError.of(document.path, *faults)
    own = {step.id: step for step in overrides.override_steps}
    steps = [own.get(step.id, step) for step in ours.steps]
    try:
        return Runbook.model_validate({**dict(ours), "steps": steps})
    except ValidationError as error:
        ids = [step.id for step in overrides.override_steps]
        faults = []
        for place, reason in reasons(error):
            step_id = steps[place[1]].id if len(place) > 1 and isinstance(place[1], int) else None
            own_place = (ids.index(step_id), *place[2:]) if step_id in ids else ()
            faults.append(document.fault(reason, OVERRIDE_STEPS, *own_place))
        raise ContentFileError.of(document.path, *faults) from error


def _faults(document: Document, overrides: StepOverrides, ours: Runbook) -> list[Fault]:
    known = {step.id for step in ours.steps}
    faults, seen = [], set()
    for number, step in enumerate(overrides.override_steps):
        place = (OVERRIDE_STEPS, number, "id")
        if step.id not in known:
            steps = ", ".join(each.id for each in ours.steps)
            faults.append(document.fault(f"{ours.id} has no step {step.id}; it has {steps}", *place))
        if step.id in seen:
            faults.append(document.fault(f"{step.id} is overridden twice", *place))
        seen.add(step.id)
    return faults
