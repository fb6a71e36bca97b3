"""Where the local tracker keeps its items."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned


class LocalTrackerItemRow(TeamOwned, Base):
    """One work item of the local tracker."""

    __tablename__ = "local_tracker_items"
    __table_args__ = (UniqueConstraint("team_id", "key"), UniqueConstraint("team_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    """Counts within the workspace: the item is called ``PIR-number``."""
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(32))
    due: Mapped[date] = mapped_column(Date)
    labels: Mapped[list[Any]]
    filed_at: Mapped[datetime]
