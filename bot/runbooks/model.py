"""The form of a runbook file."""

import string
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from bot.content_file import misplaced

TITLE = 75
"""Slack's limit for the text of a checkbox option."""

PLACEHOLDERS = frozenset({"host", "port", "address", "serial", "fingerprint", "ca", "crl_url", "ocsp_url"})
"""What a command may be filled in with."""

Gap = Literal["process", "ownership", "workflow", "monitoring", "tooling", "training"]
StepRole = Literal["commander", "service owner", "certificate owner", "PKI engineer", "anyone"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(_Frozen):
    """A command to copy, and what it is for."""

    label: str = Field(max_length=150)
    command: str = Field(max_length=600)

    @field_validator("command")
    @classmethod
    def _placeholders_are_known(cls, value: str) -> str:
        fields = [field for field in string.Formatter().parse(value) if field[1] is not None]
        unknown = {str(name) for _, name, _, _ in fields} - PLACEHOLDERS
        if unknown:
            message = f"unknown placeholders: {', '.join(sorted(unknown))}"
            raise ValueError(message)
        if any(form or conversion for _, _, form, conversion in fields):
            message = "a placeholder is a name in braces and nothing else"
            raise ValueError(message)
        return value


CheckId = Literal[
    "not-expired",
    "expected-fingerprints",
    "chain-complete",
    "crl-has-serial",
    "ca-answers",
    "old-staple-gone",
    "service-healthy",
]
"""What the engine can check by itself, on every address that it sees."""

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
RunbookId = Annotated[str, StringConstraints(pattern=r"^[a-z-]+(\.[a-z-]+)?$", max_length=45)]
ChoiceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


class Decision(_Frozen):
    """A question whose answer decides which steps follow."""

    question: str = Field(max_length=150)
    choices: Mapping[ChoiceId, Annotated[str, StringConstraints(max_length=TITLE)]] = Field(
        min_length=2, max_length=5
    )
    """Choice id -> the words on its button."""


class Step(_Frozen):
    """One step of the checklist."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    title: str = Field(max_length=TITLE - 2)
    phase: str = Field(max_length=30)
    role: StepRole
    expected_minutes: int = Field(gt=0)
    what_to_do: str = Field(max_length=900)
    commands: tuple[Command, ...] = Field(default=(), max_length=3)
    check: CheckId | None = None
    """What the bot can find out by itself, and shows as evidence."""
    decision: Decision | None = None
    only_if: str | None = Field(default=None, pattern=r"^[a-z0-9-]{1,40}=[a-z0-9-]{1,40}$")
    """``STEP=CHOICE``: the step is there only where that decision fell so."""
    locked_until: str | None = Field(default=None, pattern=r"^[a-z0-9-]{1,40}$")
    """The step that has to be done before; the commander may override it with a reason."""
    contacts: tuple[str, ...] = Field(default=(), max_length=5)
    """Whom to ask, by their names in the organisation's ``contacts.yaml``."""
    done_when: str = Field(max_length=300)
    warning: str = Field(default="", max_length=300)


class Tell(_Frozen):
    """Words for the first update, to send after a look."""

    stakeholders: str = Field(max_length=600)
    customers: str = Field(max_length=600)
    executives: str = Field(max_length=600)


class Cause(_Frozen):
    """One of the causes that the review offers."""

    id: str = Field(pattern=r"[a-z-]{1,60}")
    text: str = Field(max_length=TITLE)


class ActionItemTemplate(_Frozen):
    """An action item that the review offers."""

    id: str = Field(pattern=r"[a-z-]{1,60}")
    title: str = Field(max_length=TITLE)
    why: str
    gap: Gap
    acceptance: str
    """What shows that it is done."""


class Runbook(_Frozen):
    """One runbook."""

    id: RunbookId
    """The category it is for."""
    title: str = Field(max_length=100)
    summary: str
    applies_when: tuple[Sentence, ...] = ()
    does_not_apply_when: tuple[Sentence, ...] = ()
    first_five_minutes: tuple[str, ...] = Field(min_length=1, max_length=6)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=40)
    """At most as many as one message can list."""
    done_when: str
    proved_by: tuple[CheckId, ...] = ()
    """The checks that have to agree before it counts as done."""
    tell: Tell | None = None
    what_not_to_do: tuple[str, ...] = Field(min_length=1)
    escalate_when: tuple[Sentence, ...] = ()
    original_certificate: str = Field(default="", max_length=900)
    """What becomes of the certificate that failed."""
    review_prompts: tuple[Sentence, ...] = ()
    causes: tuple[Cause, ...]
    action_items: tuple[ActionItemTemplate, ...] = Field(max_length=10)
    sources: tuple[str, ...] = ()
    reviewed_on: date | None = None
    exercised_on: date | None = None

    @model_validator(mode="after")
    def _ids_are_unique_and_phases_together(self) -> "Runbook":
        ids: set[str] = set()
        phases: list[str] = []
        for number, step in enumerate(self.steps):
            if step.id in ids:
                raise misplaced(f"a step id is there twice, {step.id}", "steps", number, "id")
            if step.phase in phases[:-1]:
                reason = f"the steps of a phase must stand together, and those of {step.phase} do not"
                raise misplaced(reason, "steps", number, "phase")
            ids.add(step.id)
            if step.phase not in phases:
                phases.append(step.phase)
        return self

    @model_validator(mode="after")
    def _refers_to_its_own_steps(self) -> "Runbook":
        before: dict[str, Step] = {}
        for number, step in enumerate(self.steps):
            if step.locked_until is not None and step.locked_until not in before:
                reason = f"{step.id} is locked until {step.locked_until}, which is no step before it"
                raise misplaced(reason, "steps", number, "locked_until")
            if step.only_if is not None:
                asked, _, choice = step.only_if.partition("=")
                decision = before[asked].decision if asked in before else None
                if decision is None or choice not in decision.choices:
                    reason = f"{step.id} is there only if {step.only_if}, which no step before it decides"
                    raise misplaced(reason, "steps", number, "only_if")
            before[step.id] = step
        return self

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases, in the order of their first step."""
        return tuple(dict.fromkeys(step.phase for step in self.steps))


def runbook_to_json(runbook: Runbook) -> dict[str, Any]:
    """As JSON values: an incident keeps the runbook as it was when it took it up."""
    return runbook.model_dump(mode="json")


def runbook_from_json(document: Mapping[str, Any]) -> Runbook:
    """Read back what `runbook_to_json` wrote."""
    return Runbook.model_validate(document)
