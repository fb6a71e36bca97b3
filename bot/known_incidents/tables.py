"""Our own closed incidents, as far as later ones are compared with them. Private ones are never among them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned

TRAIT_LENGTH = 80


class PastIncidentRow(TeamOwned, Base):
    """What is told of a closed incident where it looks like the one at hand."""

    __tablename__ = "past_incidents"
    __table_args__ = (UniqueConstraint("incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    """Grows with time: the latest are looked at first."""
    incident_id: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(String(64))
    root_cause: Mapped[str] = mapped_column(Text)
    fixed_by: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    """From opening until it was resolved."""
    channel_id: Mapped[str | None] = mapped_column(String(32))
    closed_at: Mapped[datetime]
    traits: Mapped[list[Any]]


class PastTraitRow(Base):
    """Which incidents have a trait: an inverted index."""

    __tablename__ = "past_incident_traits"
    __table_args__ = ({"sqlite_with_rowid": False},)

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    trait: Mapped[str] = mapped_column(String(TRAIT_LENGTH), primary_key=True)
    past_incident_id: Mapped[int] = mapped_column(Integer, primary_key=True)


class TraitCountRow(Base):
    """How many incidents have a trait, by which its rarity is known without counting."""

    __tablename__ = "past_trait_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    trait: Mapped[str] = mapped_column(String(TRAIT_LENGTH), primary_key=True)
    """Empty: the number of incidents altogether."""
    incidents: Mapped[int]
