"""What is stored of a review and its action items."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned


class ReviewRow(TeamOwned, Base):
    """One review an incident."""

    __tablename__ = "reviews"

    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date] = mapped_column(Date)
    cause: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]]
    """Question id -> answer; questions left for later are absent."""
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32))
    document: Mapped[str | None] = mapped_column(Text)
    """Path of the written Markdown document, relative to the data directory."""


class ActionItemRow(TeamOwned, Base):
    """One action item, and where it was filed."""

    __tablename__ = "action_items"
    __table_args__ = (UniqueConstraint("incident_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    acceptance: Mapped[str] = mapped_column(Text, default="")
    gap: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str | None] = mapped_column(String(255))
    """The tracker's own id of the item; None until it is filed."""
    url: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    """Why the tracker has not taken it, once the bot has given up trying."""
