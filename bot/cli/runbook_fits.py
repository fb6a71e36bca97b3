"""Whether a runbook's checklist fits into Slack's messages: rendered for an incident in which nothing happened."""

from datetime import UTC, datetime

from bot.incidents.checklist import StepState
from bot.incidents.snapshot import Snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.vocabulary import ChannelState, IncidentState
from bot.runbooks import Runbook
from bot.slack.messages.runbook import fits_in_brief
from bot.taxonomy import TierId

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def fits(runbook: Runbook, phase: str) -> bool:
    """Render it while ``phase`` is the current one, with a few words on each of its steps, in every branch."""
    ways = max((len(step.decision.choices) for step in runbook.steps if step.decision), default=1)
    return all(
        fits_in_brief(_incident(runbook, _states(runbook, phase, way)), runbook) for way in range(ways)
    )


def _states(runbook: Runbook, phase: str, way: int) -> dict[str, StepState]:
    """All before ``phase`` is done, and each decision took its ``way``-th choice, or its last."""
    before = runbook.phases[: runbook.phases.index(phase)]
    states = {}
    for step in runbook.steps:
        choices = tuple(step.decision.choices) if step.decision else ()
        choice = choices[min(way, len(choices) - 1)] if choices else None
        states[step.id] = StepState(done=step.phase in before, choice=choice)
    return states


def _incident(runbook: Runbook, steps: dict[str, StepState]) -> Snapshot:
    return Snapshot(
        id="inc_0000000000000000",
        team_id="T0",
        revision=1,
        state=IncidentState.OPEN,
        subject=parse_subject("host.example.com"),
        report="",
        private=False,
        service=None,
        severity=TierId.T2,
        severity_reasons=(),
        severity_provisional=True,
        category=runbook.id,
        category_by=None,
        runbook=runbook,
        opened_by="U0",
        opened_at=BEGINNING,
        resolved_at=None,
        closed_at=None,
        closed_by=None,
        next_update_due_at=None,
        channel_state=ChannelState.CREATED,
        channel_name="inc-host-example-com",
        channel_intent_at=BEGINNING,
        channel_id="C0",
        card_link=None,
        roles={},
        diagnoses=(),
        suggestion=None,
        steps=steps,
        reminders=(),
        updates=(),
        timeline=(),
        effects=(),
    )
