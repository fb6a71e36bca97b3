"""An incident to render, made without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.incidents.snapshot import Snapshot
from bot.incidents.subject import parse_subject
from bot.incidents.vocabulary import ChannelState, IncidentState
from bot.taxonomy import TierId

OPENED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def incident_snapshot(**changes: Any) -> Snapshot:
    """An open T2 incident of api.example.com in which nothing has happened yet, but for ``changes``."""
    plain = Snapshot(
        id="inc_1",
        team_id="T1",
        revision=1,
        state=IncidentState.OPEN,
        subject=parse_subject("api.example.com"),
        report="",
        private=False,
        service=None,
        severity=TierId.T2,
        severity_reasons=(),
        severity_provisional=True,
        category=None,
        category_by=None,
        runbook=None,
        opened_by="U1",
        opened_at=OPENED_AT,
        resolved_at=None,
        closed_at=None,
        closed_by=None,
        next_update_due_at=None,
        channel_state=ChannelState.CREATED,
        channel_name="inc-20261124-api-example-com",
        channel_intent_at=OPENED_AT,
        channel_id="C1",
        card_link=None,
        roles={},
        diagnoses=(),
        suggestion=None,
        steps={},
        reminders=(),
        updates=(),
        timeline=(),
        effects=(),
    )
    return replace(plain, **changes)
