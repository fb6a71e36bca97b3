"""The incident's channel: made once, found again after a lost reply."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.incidents.channel_name import next_channel_name
from bot.incidents.lane import incident_for_change
from bot.incidents.snapshot import Snapshot
from bot.incidents.timeline import record
from bot.incidents.vocabulary import ChannelState, IncidentState, TimelineKind
from bot.slack.errors import NOTHING_DONE, SlackError, SlackMisconfiguredError, SlackRefusedError
from bot.slack.gateway import SlackGateway
from bot.slack.workspace import Workspace
from bot.storage.database import Database

if TYPE_CHECKING:
    from bot.incidents.tables import IncidentRow

MAX_NAMES = 20
"""How many names are tried before the bot gives up for this pass."""


class ChannelNamesTakenError(SlackError):
    """Every name that was tried exists already."""


@dataclass(frozen=True, slots=True)
class ChannelCreation:
    """Creates the channel of one incident."""

    database: Database
    gateway: SlackGateway
    clock: Clock
    workspace: Workspace
    before_call: Callable[[], None]

    async def ensure(self, incident: Snapshot) -> str:
        """The channel's id, creating the channel where there is none.

        Raises:
            SlackRefusedError: Slack does not let the bot create it.
            SlackBusyError, SlackUnavailableError: Try again later.
            ChannelNamesTakenError: Too many channels of that name exist.
        """
        if incident.channel_id is not None:
            return incident.channel_id
        name = incident.channel_name
        if incident.channel_state is ChannelState.CREATING:
            self.before_call()
            found = await self.gateway.channel_by_name(name, created_by=self.workspace.identity.user_id)
            if found is not None:
                await self._created(incident, found)
                return found
        for _ in range(MAX_NAMES):
            await self._intend(incident, name)
            self.before_call()
            try:
                channel = await self.gateway.create_channel(name, private=incident.private)
            except SlackRefusedError as refused:
                if refused.code != "name_taken":
                    await self._refused(incident, refused)
                    raise
                name = next_channel_name(name)
            except NOTHING_DONE:
                await self._not_created(incident)
                raise
            else:
                await self._created(incident, channel)
                return channel
        raise ChannelNamesTakenError(
            f"{MAX_NAMES} channels named like {incident.channel_name} exist already.",
            remedy="Open the incident for a more specific subject.",
        )

    async def _intend(self, incident: Snapshot, name: str) -> None:
        async with self.database.transaction() as session:
            row = await incident_for_change(session, incident.team_id, incident.id)
            row.channel_name = name
            row.channel_state = ChannelState.CREATING
            row.channel_intent_at = self.clock.now()

    async def _not_created(self, incident: Snapshot) -> None:
        """Slack surely did nothing: no later pass has to look for the channel."""
        async with self.database.transaction() as session:
            row = await incident_for_change(session, incident.team_id, incident.id)
            if row.channel_state == ChannelState.CREATING:
                row.channel_state = ChannelState.WANTED

    async def _created(self, incident: Snapshot, channel: str) -> None:
        async with self.database.transaction() as session:
            row = await incident_for_change(session, incident.team_id, incident.id)
            row.channel_id = channel
            row.channel_state = ChannelState.CREATED

    async def _refused(self, incident: Snapshot, refused: SlackRefusedError) -> None:
        """Remember why. A private incident without its channel is given up: it must never become public."""
        async with self.database.transaction() as session:
            row: IncidentRow = await incident_for_change(session, incident.team_id, incident.id)
            row.channel_state = ChannelState.FAILED
            words = f"Slack did not let the bot create the channel: {refused}"
            record(session, row, TimelineKind.TROUBLE, words, at=self.clock.now())
            if incident.private and not isinstance(refused, SlackMisconfiguredError):
                row.state = IncidentState.CANCELLED
                row.closed_at = self.clock.now()
