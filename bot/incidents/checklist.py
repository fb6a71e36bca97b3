"""Where a runbook's checklist stands: which steps are there, settled, locked, and what the bot saw of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.runbooks import Runbook, Step


@dataclass(frozen=True, slots=True)
class StepState:
    """What people did with one step."""

    done: bool = False
    by: str | None = None
    at: datetime | None = None
    redraws: int = 0
    skipped: bool = False
    reason: str = ""
    """Why it was skipped, or ticked against what the bot saw."""
    drift: str = ""
    """What does not work here: it becomes an item of the review."""
    choice: str | None = None
    """How its decision fell."""
    overridden: bool = False
    """The commander opened its lock."""

    @property
    def settled(self) -> bool:
        """Nothing more is to be done about it."""
        return self.done or self.skipped


UNTOUCHED = StepState()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A runbook with the state of its steps."""

    runbook: Runbook
    states: Mapping[str, StepState]

    def state(self, step_id: str) -> StepState:
        """Of a step that nobody has touched: untouched."""
        return self.states.get(step_id, UNTOUCHED)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are there: those of a branch only once the decision fell so."""
        return tuple(step for step in self.runbook.steps if self._is_there(step))

    @property
    def settled(self) -> int:
        """How many of them are done or skipped."""
        return sum(1 for step in self.steps if self.state(step.id).settled)

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases that have steps, in their order."""
        return tuple(dict.fromkeys(step.phase for step in self.steps))

    @property
    def current_phase(self) -> str | None:
        """The phase of the first step that is not settled; None once all are."""
        return next((step.phase for step in self.steps if not self.state(step.id).settled), None)

    def step(self, step_id: str) -> Step | None:
        """The step with that id, where it is there."""
        return next((step for step in self.steps if step.id == step_id), None)

    def locked_by(self, step: Step) -> Step | None:
        """The step that has to be done before this one; None where nothing locks it, or the commander opened it."""
        if step.locked_until is None or self.state(step.id).overridden:
            return None
        key = next((each for each in self.runbook.steps if each.id == step.locked_until), None)
        return None if key is None or self.state(key.id).done else key

    def _is_there(self, step: Step) -> bool:
        if step.only_if is None:
            return True
        asked, _, choice = step.only_if.partition("=")
        return self.state(asked).choice == choice
