"""Who is a full member of the workspace: asked of Slack, remembered for a while. Unknown never becomes yes."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.incidents.errors import DiagnosisRefusedError
from bot.slack.errors import SlackBusyError, SlackUnavailableError
from bot.slack.gateway import SlackGateway

PATIENCE_S = 1.0
"""Real seconds for Slack's answer: a command has to be acknowledged within three."""

REMEMBERED = timedelta(minutes=10)
MAX_REMEMBERED = 1_000
"""People; whoever was asked about first is forgotten first."""


class Membership:
    """What Slack said of people, for one process.

    Args:
        gateway: Asks Slack.
        team_id: The workspace.
        clock: By which answers grow old.
        patience_s: Real seconds for an answer.
    """

    def __init__(
        self, gateway: SlackGateway, team_id: str, clock: Clock, patience_s: float = PATIENCE_S
    ) -> None:
        self._gateway = gateway
        self._team_id = team_id
        self._clock = clock
        self._patience_s = patience_s
        self._known: OrderedDict[str, tuple[bool, datetime]] = OrderedDict()

    async def is_full_member(self, user: str) -> bool:
        """Whether the person belongs to the workspace, and is no guest.

        Raises:
            DiagnosisRefusedError: Slack did not say in time.
            SlackMisconfiguredError: Slack does not tell this app.
        """
        now = self._clock.now()
        remembered = self._known.get(user)
        if remembered is not None and now - remembered[1] < REMEMBERED:
            return remembered[0]
        answer = await self._asked(user)
        self._known.pop(user, None)
        self._known[user] = (answer, now)
        while len(self._known) > MAX_REMEMBERED:
            self._known.popitem(last=False)
        return answer

    async def _asked(self, user: str) -> bool:
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._gateway.is_full_member(user, self._team_id)
        except (TimeoutError, SlackBusyError, SlackUnavailableError) as error:
            raise DiagnosisRefusedError(
                "Slack did not say in time whether you are a guest here, so nothing was diagnosed.",
                remedy="Try again in a moment.",
            ) from error
