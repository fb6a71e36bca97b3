"""What is stored of an incident. Only the verbs write these rows; renderers see `Snapshot`."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned

ID_LENGTH = 32
SLACK_ID_LENGTH = 32
WORD_LENGTH = 64


class IncidentRow(TeamOwned, Base):
    """One incident. ``revision`` counts the changes that its surface may show."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_subject", "team_id", "subject_kind", "subject_value", "state"),
        Index("ix_incidents_channel", "team_id", "channel_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(WORD_LENGTH))
    subject_kind: Mapped[str] = mapped_column(String(WORD_LENGTH))
    subject_value: Mapped[str] = mapped_column(String(512))
    report: Mapped[str] = mapped_column(Text, default="")
    clues: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What was said later of what is seen, as evidence for triage. Untrusted."""
    expected: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Certificates that its host should present, one a line: fingerprints, serials, ``spki:`` digests."""
    private: Mapped[bool] = mapped_column(Boolean, default=False)
    service: Mapped[dict[str, Any] | None]
    """What the catalogue said when the incident was opened."""
    severity: Mapped[str] = mapped_column(String(8))
    severity_reasons: Mapped[list[Any]]
    severity_provisional: Mapped[bool] = mapped_column(Boolean, default=True)
    category: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    category_by: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    runbook: Mapped[dict[str, Any] | None]
    """The runbook as it was when the incident took it up: a later release does not change it."""
    opened_by: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    opened_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    next_update_due_at: Mapped[datetime | None]
    channel_state: Mapped[str] = mapped_column(String(WORD_LENGTH))
    channel_name: Mapped[str] = mapped_column(String(80))
    channel_intent_at: Mapped[datetime | None]
    channel_id: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    card_link: Mapped[str | None] = mapped_column(Text)


class _OfIncident(TeamOwned):
    """Belongs to one incident."""

    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)


class RoleRow(_OfIncident, Base):
    """Who holds a role now."""

    __tablename__ = "incident_roles"
    __table_args__ = (UniqueConstraint("incident_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(WORD_LENGTH))
    user_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    since: Mapped[datetime]


class TimelineRow(_OfIncident, Base):
    """One thing that happened. Append-only."""

    __tablename__ = "timeline_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(WORD_LENGTH))
    actor: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    """Slack user id; None where the bot itself acted."""
    text: Mapped[str] = mapped_column(Text)


class DiagnosisRow(_OfIncident, Base):
    """One diagnosis that somebody, or opening, asked for."""

    __tablename__ = "diagnoses"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    target: Mapped[str] = mapped_column(String(512))
    requested_by: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    progress: Mapped[str | None] = mapped_column(Text)
    """How far it is, where it takes long."""
    health: Mapped[list[Any] | None]
    """What each address answered by HTTP, where the runbook asks for it."""
    document: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(Text)


class SuggestionRow(_OfIncident, Base):
    """The category that triage suggested, with its reasons, at one time."""

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]
    document: Mapped[dict[str, Any]]


class AnswerRow(_OfIncident, Base):
    """What a person answered to one of triage's questions."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("incident_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(WORD_LENGTH))
    answer: Mapped[str] = mapped_column(String(WORD_LENGTH))
    by: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    at: Mapped[datetime]


class StepRow(_OfIncident, Base):
    """The state of one runbook step; a step without a row has not been touched."""

    __tablename__ = "runbook_steps"
    __table_args__ = (UniqueConstraint("incident_id", "runbook_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    runbook_id: Mapped[str] = mapped_column(String(WORD_LENGTH))
    step_id: Mapped[str] = mapped_column(String(WORD_LENGTH))
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    by: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH))
    at: Mapped[datetime | None]
    skipped: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why it was skipped, or ticked against what the bot saw."""
    drift: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What of it does not work here."""
    choice: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    """How its decision fell."""
    overridden: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """The commander opened its lock."""
    redraws: Mapped[int] = mapped_column(Integer, default=0)
    """Grows when a client must be made to forget what it shows: it is part of the ``block_id``."""


class ReminderRow(_OfIncident, Base):
    """One nudge to post the promised update."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    live: Mapped[bool] = mapped_column(Boolean, default=True)
    """False once it is answered or followed by the next one: then it is taken down."""


class StatusUpdateRow(_OfIncident, Base):
    """One status update, as it went out."""

    __tablename__ = "status_updates"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    state: Mapped[str] = mapped_column(String(WORD_LENGTH))
    what_users_see: Mapped[str] = mapped_column(Text)
    impact: Mapped[str] = mapped_column(String(WORD_LENGTH))
    eta: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(Text)
    next_update_by: Mapped[datetime | None]


class EffectRow(_OfIncident, Base):
    """Something to be done once in Slack: an invitation, a pin, an ephemeral reply."""

    __tablename__ = "effects"
    __table_args__ = (UniqueConstraint("incident_id", "kind", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(WORD_LENGTH))
    target: Mapped[str] = mapped_column(String(512))
    state: Mapped[str] = mapped_column(String(WORD_LENGTH))
    requested_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(Text)
