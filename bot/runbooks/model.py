"""The form of a runbook file."""

import string
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

TITLE = 75
"""Slack's limit for the text of a checkbox option."""

PLACEHOLDERS = frozenset({"host", "port", "address", "serial", "fingerprint"})
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
        names = {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}
        unknown = names - PLACEHOLDERS
        if unknown:
            message = f"unknown placeholders: {', '.join(sorted(unknown))}"
            raise ValueError(message)
        return value


class Step(_Frozen):
    """One step of the checklist."""

    id: str = Field(pattern=r"[a-z0-9-]{1,40}")
    title: str = Field(max_length=TITLE - 2)
    phase: str = Field(max_length=30)
    role: StepRole
    expected_minutes: int = Field(gt=0)
    what_to_do: str = Field(max_length=900)
    commands: tuple[Command, ...] = Field(default=(), max_length=3)
    done_when: str = Field(max_length=300)
    warning: str = Field(default="", max_length=300)


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

    id: str = Field(pattern=r"[a-z-]+(\.[a-z-]+)?", max_length=45)
    """The category it is for."""
    title: str = Field(max_length=100)
    summary: str
    first_five_minutes: tuple[str, ...] = Field(min_length=1, max_length=6)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=40)
    """At most as many as one message can list."""
    done_when: str
    what_not_to_do: tuple[str, ...] = Field(min_length=1)
    causes: tuple[Cause, ...]
    action_items: tuple[ActionItemTemplate, ...] = Field(max_length=10)
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique_and_phases_together(self) -> "Runbook":
        ids = [step.id for step in self.steps]
        if len(ids) != len(set(ids)):
            message = "a step id is there twice"
            raise ValueError(message)
        order = [step.phase for step in self.steps]
        if [phase for i, phase in enumerate(order) if i == 0 or order[i - 1] != phase] != list(self.phases):
            message = "the steps of a phase must stand together"
            raise ValueError(message)
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
