"""The reconciler: makes Slack equal to ``surface(incident)`` with the fewest calls, however often it is run."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.incidents.snapshot import Snapshot, load_snapshot
from bot.incidents.vocabulary import IncidentState
from bot.jobs.worker import Again, Claim, Done, Outcome
from bot.reviews.snapshot import ReviewSnapshot, load_review
from bot.slack.card_pace import CardPace
from bot.slack.channel_creation import ChannelCreation
from bot.slack.effects import Effects
from bot.slack.errors import SlackBusyError, SlackError, SlackRefusedError
from bot.slack.gateway import CALL_TIMEOUT_S, SlackGateway
from bot.slack.message import Place, Posting, Surface
from bot.slack.posted import PostedState
from bot.slack.posted_rows import CARD, Posted, PostedRows, load_posted
from bot.slack.posting import Poster
from bot.slack.topic import TOPIC, Topic
from bot.slack.workspace import Workspace
from bot.storage.database import Database

Renderer = Callable[[Snapshot, ReviewSnapshot | None], Surface]


@dataclass(frozen=True, slots=True)
class Reconciler:
    """The handler of the lane's jobs."""

    database: Database
    gateway: SlackGateway
    clock: Clock
    workspace: Workspace
    surface: Renderer
    pace: CardPace

    async def __call__(self, claim: Claim) -> Outcome:
        """One pass: channel, then invitations, then everything else at once."""

        def before_call() -> None:
            claim.check_deadline(CALL_TIMEOUT_S)

        try:
            await self._pass(claim.job.team_id, str(claim.job.payload["incident"]), before_call)
        except SlackBusyError as busy:
            # Nobody sleeps under a lease: the job comes back when Slack will listen.
            return Again(self.clock.now() + timedelta(seconds=busy.retry_after_s), reason=str(busy))
        return Done()

    async def _pass(self, team_id: str, incident_id: str, before_call: Callable[[], None]) -> None:
        async with self.database.reading() as session:
            incident = await load_snapshot(session, team_id, incident_id)
            review = await load_review(session, incident_id)
            posted = await load_posted(session, incident_id)
        if incident.state is IncidentState.CANCELLED and incident.channel_id is None:
            return
        effects = Effects(self.database, self.gateway, incident, before_call)
        creation = ChannelCreation(self.database, self.gateway, self.clock, self.workspace, before_call)
        try:
            channel = await creation.ensure(incident)
        except SlackRefusedError as refused:
            await effects.apologise(refused)
            if incident.private:
                return
            raise
        not_invited = await effects.invite(channel)
        if incident.channel_id is None:
            # What is posted next names the channel that was just made.
            async with self.database.reading() as session:
                incident = await load_snapshot(session, team_id, incident_id)
        rows = PostedRows(self.database, self.clock, self.workspace, incident_id)
        poster = Poster(self.gateway, rows, incident, self.pace, before_call)
        surface = self.surface(incident, review)
        await _all(
            [
                self._incident_channel(surface, posted, channel, poster, effects),
                self._broadcast_channel(surface, posted, poster),
                Topic(self.gateway, rows, before_call).make_equal(surface.topic, posted.get(TOPIC), channel),
                self._take_down(surface, posted, poster),
                effects.reply(channel, not_invited),
            ]
        )

    async def _incident_channel(
        self,
        surface: Surface,
        posted: dict[str, Posted],
        channel: str,
        poster: Poster,
        effects: Effects,
    ) -> None:
        """One after the other, so that they stand in the order of the surface; the card comes before all."""
        row = posted.get(CARD)
        rest = [p for p in surface.postings if p.place is Place.INCIDENT and p.key != CARD]
        card = next(posting for posting in surface.postings if posting.key == CARD)

        others = partial(self._in_order, rest, posted, channel, poster)
        if row is None or row.ts is None:
            ts = await poster.make_equal(card, row, channel, None)
            await _all([effects.pin(CARD, channel, ts), others()])
        else:
            # A card that is held back, or was deleted by someone, delays nothing else.
            await _all([_standing_card(card, row, row.ts, channel, poster, effects), others()])

    async def _broadcast_channel(self, surface: Surface, posted: dict[str, Posted], poster: Poster) -> None:
        channel = self.workspace.broadcast_channel
        if channel is None:
            return
        postings = [posting for posting in surface.postings if posting.place is Place.BROADCAST]
        await self._in_order(postings, posted, channel, poster)

    async def _in_order(
        self, postings: Sequence[Posting], posted: dict[str, Posted], channel: str, poster: Poster
    ) -> None:
        """What Slack limits now is left for a later pass; whatever does not have to stand behind it goes on."""
        stands = {key: row.ts for key, row in posted.items()}
        limited: list[SlackBusyError] = []
        channel_is_full = False
        for posting in postings:
            thread_ts = stands.get(posting.thread) if posting.thread else None
            if posting.thread and thread_ts is None:
                continue
            row = posted.get(posting.key)
            is_new = row is None or row.ts is None
            if is_new and channel_is_full:
                continue
            try:
                stands[posting.key] = await poster.make_equal(posting, row, channel, thread_ts)
            except SlackBusyError as busy:
                limited.append(busy)
                channel_is_full = channel_is_full or is_new
        if limited:
            raise _soonest(limited)

    async def _take_down(self, surface: Surface, posted: dict[str, Posted], poster: Poster) -> None:
        wanted = {posting.key for posting in surface.postings} | {TOPIC}
        for key, row in posted.items():
            if key not in wanted and row.state is not PostedState.GONE:
                await poster.take_down(row)


async def _standing_card(
    card: Posting, row: Posted, ts: str, channel: str, poster: Poster, effects: Effects
) -> None:
    """The pin needs only that the card stands, not that it is up to date."""
    now_at: str | None = ts

    async def redraw() -> None:
        nonlocal now_at
        now_at = await poster.make_equal(card, row, channel, None)

    await _all([effects.pin(CARD, channel, ts), redraw()])
    if now_at is not None and now_at != ts:
        await effects.pin_anew(CARD, channel, now_at)


def _soonest(busy: Sequence[SlackBusyError]) -> SlackBusyError:
    return min(busy, key=lambda error: error.retry_after_s)


async def _all(parts: Sequence[Awaitable[None]]) -> None:
    """Run the parts at once and let each finish; then raise what matters most, so that the job comes back.

    A limit that Slack set comes before silence: it says when to come back.
    """
    outcomes = await asyncio.gather(*parts, return_exceptions=True)
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    unexpected = [error for error in errors if not isinstance(error, SlackError)]
    if unexpected:
        raise unexpected[0]
    busy = [error for error in errors if isinstance(error, SlackBusyError)]
    if busy:
        raise _soonest(busy)
    if errors:
        raise errors[0]
