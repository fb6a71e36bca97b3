"""Reading and writing `posted`: each step of a message's life is its own committed transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.incidents.tables import EffectRow, IncidentRow
from bot.incidents.timeline import record
from bot.incidents.vocabulary import EffectKind, EffectState, TimelineKind
from bot.slack.errors import NOTHING_DONE, SlackRefusedError
from bot.slack.posted import PostedRow, PostedState
from bot.slack.workspace import Workspace
from bot.storage.database import Database

log = structlog.get_logger(__name__)

CARD = "card"


@dataclass(frozen=True, slots=True)
class Posted:
    """One row, as it was read."""

    key: str
    channel: str
    ts: str | None
    thread_ts: str | None
    digest: str
    state: PostedState
    intent_at: datetime


async def load_posted(session: AsyncSession, incident_id: str) -> dict[str, Posted]:
    """Every row of the incident, by key."""
    rows = await session.scalars(select(PostedRow).where(PostedRow.incident_id == incident_id))
    return {
        row.key: Posted(
            row.key, row.channel, row.ts, row.thread_ts, row.digest, PostedState(row.state), row.intent_at
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class PostedRows:
    """The rows of one incident, for one pass."""

    database: Database
    clock: Clock
    workspace: Workspace
    incident_id: str

    @asynccontextmanager
    async def intent(
        self, key: str, channel: str, digest: str, thread_ts: str | None = None
    ) -> AsyncIterator[None]:
        """Commit that ``key`` is about to be sent, before it is; and where it surely was not, that too.

        What ends in any other error stays as it is: a later pass asks Slack.
        """
        intent_at = self.clock.now()
        await self._sending(key, channel, digest, thread_ts, intent_at)
        try:
            yield
        except NOTHING_DONE:
            await self._unsent(key, intent_at)
            raise

    async def _sending(
        self, key: str, channel: str, digest: str, thread_ts: str | None, intent_at: datetime
    ) -> None:
        async with self.database.transaction() as session:
            row = await self._row(session, key)
            if row is None:
                row = PostedRow(team_id=self.workspace.team_id, incident_id=self.incident_id, key=key)
                session.add(row)
            row.channel, row.ts, row.thread_ts, row.digest = channel, None, thread_ts, digest
            row.state, row.intent_at, row.error = PostedState.SENDING, intent_at, None

    async def _unsent(self, key: str, intent_at: datetime) -> None:
        """Nothing became of the intent; another worker's later one is left alone."""
        async with self.database.transaction() as session:
            row = await self._known_row(session, key)
            if row.state == PostedState.SENDING and row.intent_at == intent_at:
                row.state = PostedState.UNSENT

    async def stands(self, key: str, ts: str | None, digest: str) -> None:
        """``key`` is in Slack as ``digest``."""
        async with self.database.transaction() as session:
            row = await self._known_row(session, key)
            row.ts, row.digest, row.state, row.error = ts, digest, PostedState.POSTED, None
            if key == CARD and ts is not None:
                incident = await session.get_one(IncidentRow, self.incident_id)
                incident.card_link = self.workspace.message_link(row.channel, ts)

    async def refused(self, key: str, ts: str | None, digest: str, error: SlackRefusedError) -> None:
        """Slack will not take ``digest``: it is left alone until the content changes."""
        log.error("message_refused", incident=self.incident_id, key=key, error=str(error))
        async with self.database.transaction() as session:
            row = await self._known_row(session, key)
            row.ts, row.digest, row.state, row.error = ts, digest, PostedState.REFUSED, str(error)
            incident = await session.get_one(IncidentRow, self.incident_id)
            words = f"Slack did not take the message “{key}”: {error}"
            record(session, incident, TimelineKind.TROUBLE, words, at=self.clock.now())

    async def gone(self, key: str, digest: str) -> None:
        """``key`` is no longer in Slack. A card that vanished is pinned again once it is reposted."""
        async with self.database.transaction() as session:
            row = await self._known_row(session, key)
            row.ts, row.digest, row.state = None, digest, PostedState.GONE
            pin = await session.scalar(
                select(EffectRow).where(
                    EffectRow.incident_id == self.incident_id,
                    EffectRow.kind == EffectKind.PIN,
                    EffectRow.target == key,
                )
            )
            if pin is not None:
                pin.state = EffectState.PENDING

    async def _row(self, session: AsyncSession, key: str) -> PostedRow | None:
        row: PostedRow | None = await session.scalar(
            select(PostedRow).where(PostedRow.incident_id == self.incident_id, PostedRow.key == key)
        )
        return row

    async def _known_row(self, session: AsyncSession, key: str) -> PostedRow:
        row = await self._row(session, key)
        if row is None:
            message = f"no posted row for {self.incident_id} {key}: it is made before the call"
            raise LookupError(message)
        return row
