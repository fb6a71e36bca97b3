"""Carrying out the effects of an incident: invitations, the pin, and the reply to whoever opened it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.incidents.snapshot import EffectSnapshot, Snapshot
from bot.incidents.tables import EffectRow
from bot.incidents.vocabulary import EffectKind, EffectState
from bot.slack.errors import SlackError, SlackMisconfiguredError, SlackRefusedError
from bot.slack.gateway import SlackGateway
from bot.slack.messages.opened_reply import apology, opened_reply
from bot.storage.database import Database

INVITE_BATCH = 100
"""People an invitation may name: documentation says 1000, some sources 100."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects of one incident, for one pass."""

    database: Database
    gateway: SlackGateway
    incident: Snapshot
    before_call: Callable[[], None]

    def _pending(self, kind: EffectKind) -> list[EffectSnapshot]:
        return [
            effect
            for effect in self.incident.effects
            if effect.kind is kind and effect.state is EffectState.PENDING
        ]

    async def invite(self, channel: str) -> dict[str, str]:
        """Invite who is waiting to be; one unknown person never stops the others.

        Returns the error code of each person who could not be invited, in this pass or an earlier one.
        """
        pending = self._pending(EffectKind.INVITE)
        errors: dict[str, str] = {
            effect.target: effect.error or ""
            for effect in self.incident.effects
            if effect.kind is EffectKind.INVITE and effect.state is EffectState.FAILED
        }
        for start in range(0, len(pending), INVITE_BATCH):
            batch = pending[start : start + INVITE_BATCH]
            self.before_call()
            refused = await self.gateway.invite(channel, [effect.target for effect in batch])
            await self._finish(batch, refused)
            errors |= refused
        return errors

    async def pin(self, key: str, channel: str, ts: str | None) -> None:
        """Pin the message, if that is still to be done. One that is gone is pinned once it is posted again."""
        waiting = [effect for effect in self._pending(EffectKind.PIN) if effect.target == key]
        if waiting and ts is not None:
            await self._pin(waiting, key, channel, ts)

    async def pin_anew(self, key: str, channel: str, ts: str) -> None:
        """Pin the message that was posted in the place of one that is gone."""
        pins = [
            effect
            for effect in self.incident.effects
            if effect.kind is EffectKind.PIN and effect.target == key
        ]
        if pins:
            await self._pin(pins, key, channel, ts)

    async def _pin(self, waiting: list[EffectSnapshot], key: str, channel: str, ts: str) -> None:
        self.before_call()
        try:
            await self.gateway.pin(channel, ts)
        except SlackMisconfiguredError:
            raise
        except SlackRefusedError as refused:
            if refused.code != "message_not_found":
                await self._finish(waiting, {key: refused.code})
        else:
            await self._finish(waiting, {})

    async def reply(self, channel: str, not_invited: Mapping[str, str]) -> None:
        """Tell whoever opened or joined where the incident is: once, whether or not it arrives."""
        for effect in self._pending(EffectKind.REPLY):
            await self._finish([effect], {})
            await self._tell(effect.target, opened_reply(self.incident, channel, not_invited))

    async def apologise(self, refused: SlackRefusedError) -> None:
        """Tell the reporter, once for each reason, that the channel cannot be made and why."""
        told = {effect.target for effect in self.incident.effects if effect.kind is EffectKind.APOLOGY}
        if refused.code in told:
            return
        async with self.database.transaction() as session:
            session.add(
                EffectRow(
                    team_id=self.incident.team_id,
                    incident_id=self.incident.id,
                    kind=EffectKind.APOLOGY,
                    target=refused.code,
                    state=EffectState.DONE,
                    requested_at=self.incident.opened_at,
                )
            )
        for effect in self._pending(EffectKind.REPLY):
            await self._tell(effect.target, apology(self.incident, refused))

    async def _tell(self, response_url: str, text: str) -> None:
        try:
            await self.gateway.respond(response_url, text)
        except SlackError as error:
            # An ephemeral reply goes out at most once; the channel itself is the lasting answer.
            structlog.get_logger(__name__).warning(
                "reply_not_delivered", incident=self.incident.id, error=str(error)
            )

    async def _finish(self, effects: list[EffectSnapshot], errors: Mapping[str, str]) -> None:
        async with self.database.transaction() as session:
            for effect in effects:
                row = await session.get_one(EffectRow, effect.id)
                row.error = errors.get(effect.target)
                row.state = EffectState.FAILED if row.error else EffectState.DONE
