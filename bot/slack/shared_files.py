"""What is known of files that were uploaded: their ids are stored before the upload is completed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned
from bot.storage.database import Database


class SharingState(StrEnum):
    """``sending`` is committed, with the ids, before Slack is asked to show the files."""

    SENDING = "sending"
    SHARED = "shared"
    REFUSED = "refused"


class SharedFilesRow(TeamOwned, Base):
    """The files of one message."""

    __tablename__ = "shared_files"
    __table_args__ = (UniqueConstraint("incident_id", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    key: Mapped[str] = mapped_column(String(128))
    file_ids: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """The row of one key, each step of its life a committed transaction."""

    database: Database
    team_id: str
    incident_id: str
    key: str

    async def known(self) -> tuple[SharingState, tuple[str, ...]] | None:
        """How far it is, and the ids; None where nothing was uploaded yet."""
        async with self.database.reading() as session:
            row = await self._row(session)
        return None if row is None else (SharingState(row.state), tuple(map(str, row.file_ids)))

    async def sending(self, file_ids: list[str]) -> None:
        """The files are uploaded, and about to be shown."""
        async with self.database.transaction() as session:
            row = await self._row(session)
            if row is None:
                row = SharedFilesRow(team_id=self.team_id, incident_id=self.incident_id, key=self.key)
                session.add(row)
            row.file_ids, row.state, row.error = list(file_ids), SharingState.SENDING, None

    async def ended(self, session: AsyncSession, state: SharingState, error: str | None = None) -> None:
        """Shown, or refused for good; in the caller's transaction."""
        row = await self._row(session)
        if row is None:
            row = SharedFilesRow(
                team_id=self.team_id, incident_id=self.incident_id, key=self.key, file_ids=[]
            )
            session.add(row)
        row.state, row.error = state, error

    async def _row(self, session: AsyncSession) -> SharedFilesRow | None:
        row: SharedFilesRow | None = await session.scalar(
            select(SharedFilesRow).where(
                SharedFilesRow.incident_id == self.incident_id, SharedFilesRow.key == self.key
            )
        )
        return row
