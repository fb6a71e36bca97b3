"""What Slack shows of an incident, as far as we know: one row a key."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned


class PostedState(StrEnum):
    """``sending`` is committed before the call: a later pass that finds it asks Slack what happened.

    ``unsent`` is committed where the call surely did nothing: a later pass makes it without asking.
    """

    SENDING = "sending"
    UNSENT = "unsent"
    POSTED = "posted"
    REFUSED = "refused"
    GONE = "gone"


class PostedRow(TeamOwned, Base):
    """One message (or the topic, under the key ``topic``)."""

    __tablename__ = "posted"
    __table_args__ = (UniqueConstraint("incident_id", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    key: Mapped[str] = mapped_column(String(128))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    """Digest of the message that Slack shows, is being sent, or refused."""
    state: Mapped[str] = mapped_column(String(16))
    intent_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(Text)
