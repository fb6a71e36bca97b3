"""The job table: nothing that runs on both SQLite and PostgreSQL does this better (docs/decisions/0002)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned


class JobState(StrEnum):
    """``parked``: given up until a person asks for another try."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"
    CANCELLED = "cancelled"


class JobRow(TeamOwned, Base):
    """One job, known by its key. It is enqueued in the transaction of the change that it follows from."""

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("team_id", "key"), Index("ix_jobs_due", "state", "run_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(512))
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    run_at: Mapped[datetime]
    """Not before this time of the `Clock`."""
    lease_until: Mapped[datetime | None]
    """Real time; on PostgreSQL the database's. A running job whose lease is over may be claimed anew."""
    claim: Mapped[str | None] = mapped_column(String(32))
    """Whoever holds this token may finish the job, nobody else."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with each enqueuing: one that comes while the job runs makes it run again."""
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
