"""Making one message in Slack equal to one posting of the surface, whatever happened before."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.incidents.snapshot import Snapshot
from bot.slack.card_pace import CardPace
from bot.slack.errors import HeldBackError, SlackMisconfiguredError, SlackRefusedError
from bot.slack.gateway import SlackGateway
from bot.slack.message import Message, Posting
from bot.slack.posted import PostedState
from bot.slack.posted_rows import CARD, Posted, PostedRows

REFUSED_FORM = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Slack takes the message's words, but not its blocks."""


def text_alone(message: Message) -> Message:
    """The message's words without its form."""
    return Message(message.text, ())


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts, updates and deletes for one incident, for one pass.

    ``before_call`` raises where the lease of the job might not outlast the call.
    """

    gateway: SlackGateway
    rows: PostedRows
    incident: Snapshot
    pace: CardPace
    before_call: Callable[[], None]

    async def make_equal(
        self, posting: Posting, row: Posted | None, channel: str, thread_ts: str | None
    ) -> str | None:
        """Post, update or leave alone; returns the message's ts, or None where it does not stand."""
        if row is not None and row.state is PostedState.SENDING:
            row = await self._find_out(row)
        if row is None or row.state is PostedState.UNSENT:
            return await self._post(posting, channel, thread_ts)
        if not posting.live or row.digest == posting.message.digest:
            return row.ts
        if row.ts is None:
            return await self._post(posting, channel, thread_ts)
        return await self._update(posting, row, channel, thread_ts)

    async def take_down(self, row: Posted) -> None:
        """Delete what the surface no longer shows."""
        found = await self._find_out(row) if row.state is PostedState.SENDING else row
        if found is not None and found.ts is not None:
            self.before_call()
            await self.gateway.delete(found.channel, found.ts)
        await self.rows.gone(row.key, row.digest)

    async def _post(self, posting: Posting, channel: str, thread_ts: str | None) -> str | None:
        digest = posting.message.digest
        async with self.rows.intent(posting.key, channel, digest, thread_ts):
            try:
                ts = await self._send(posting.key, posting.message, channel, thread_ts)
            except SlackMisconfiguredError:
                raise
            except SlackRefusedError as refused:
                ts_of_text = await self._post_text_alone(posting, channel, thread_ts, refused)
                await self.rows.refused(posting.key, ts_of_text, digest, refused)
                return ts_of_text
        await self.rows.stands(posting.key, ts, digest)
        return ts

    async def _send(self, key: str, message: Message, channel: str, thread_ts: str | None) -> str:
        self.before_call()
        return await self.gateway.post(
            channel, message, incident_id=self.incident.id, key=key, thread_ts=thread_ts
        )

    async def _post_text_alone(
        self, posting: Posting, channel: str, thread_ts: str | None, refused: SlackRefusedError
    ) -> str | None:
        """A message whose form Slack refuses still says its words."""
        if refused.code not in REFUSED_FORM:
            return None
        return await self._send(posting.key, text_alone(posting.message), channel, thread_ts)

    async def _update(self, posting: Posting, row: Posted, channel: str, thread_ts: str | None) -> str | None:
        if row.ts is None:
            return None
        try:
            await self._redraw(posting, posting.message, row.channel, row.ts)
        except SlackMisconfiguredError:
            raise
        except SlackRefusedError as refused:
            if refused.code != "message_not_found":
                await self._update_text_alone(posting, row.channel, row.ts, refused)
                await self.rows.refused(posting.key, row.ts, posting.message.digest, refused)
                return row.ts
            await self.rows.gone(posting.key, posting.message.digest)
            return await self._post(posting, channel, thread_ts) if posting.key == CARD else None
        await self.rows.stands(posting.key, row.ts, posting.message.digest)
        return row.ts

    async def _redraw(self, posting: Posting, message: Message, channel: str, ts: str) -> None:
        """chat.update.

        Raises:
            HeldBackError: The card was redrawn a moment ago, and nobody waits for it.
        """
        touched_at = self.incident.touched_at
        if posting.key == CARD:
            wait_s = self.pace.wait_s(self.incident.id, touched_at)
            if wait_s > 0:
                raise HeldBackError("chat.update", wait_s)
        self.before_call()
        await self.gateway.update(channel, ts, message, posting.priority)
        if posting.key == CARD:
            self.pace.updated(self.incident.id, touched_at)

    async def _update_text_alone(
        self, posting: Posting, channel: str, ts: str, refused: SlackRefusedError
    ) -> None:
        """What Slack shows is out of date: better the new words without their form than the old ones."""
        if refused.code in REFUSED_FORM:
            self.before_call()
            await self.gateway.update(channel, ts, text_alone(posting.message), posting.priority)

    async def _find_out(self, row: Posted) -> Posted | None:
        """What became of a message that an earlier pass was sending: one copy stays, others are deleted."""
        self.before_call()
        copies = await self.gateway.find_posted(
            row.channel,
            incident_id=self.incident.id,
            key=row.key,
            since=row.intent_at,
            thread_ts=row.thread_ts,
        )
        if not copies:
            return None
        for extra in copies[1:]:
            await self.gateway.delete(row.channel, extra)
        await self.rows.stands(row.key, copies[0], row.digest)
        return Posted(
            row.key, row.channel, copies[0], row.thread_ts, row.digest, PostedState.POSTED, row.intent_at
        )
