"""Job: the timer of the promised update rang."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.incidents.lane import incident_for_change
from bot.incidents.remind import remind
from bot.jobs.worker import Claim, Done, Outcome
from bot.taxonomy import SeverityPolicy


@dataclass(frozen=True, slots=True)
class RemindIncident:
    """The handler of `REMIND` jobs: the reminder and the next timer are one transaction with its end."""

    clock: Clock
    policy: SeverityPolicy

    async def __call__(self, claim: Claim) -> Outcome:
        """Nudge, and set the timer to the next beat."""
        incident_id = str(claim.job.payload["incident"])

        async def nudge(session: AsyncSession) -> None:
            incident = await incident_for_change(session, claim.job.team_id, incident_id)
            await remind(session, incident, self.clock.now(), policy=self.policy)

        return Done(also=nudge)
