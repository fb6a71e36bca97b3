"""Job: make the diagnosis that was asked for, and take in what it found."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.diagnostics import Diagnosis, DiagnosisOptions, Inquiry, diagnose, parse_target
from bot.diagnostics.http_health import HttpAnswer, http_answers
from bot.errors import CertincError
from bot.incidents.diagnosis_progress import PATIENCE_S, record_progress, telling
from bot.incidents.expect import expectations_of
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import incident_for_change
from bot.incidents.latest_diagnosis import latest_diagnosis
from bot.incidents.record_diagnosis import record_diagnosis
from bot.incidents.tables import DiagnosisRow, IncidentRow
from bot.integrations.catalogue import service_from_json
from bot.jobs.worker import Claim, Done, Outcome
from bot.runbooks import runbook_from_json
from bot.storage.database import Database

SERVICE_HEALTHY = "service-healthy"
"""The check for which the service is asked by HTTP."""


@dataclass(frozen=True, slots=True)
class DiagnoseIncident:
    """The handler of `DIAGNOSE` jobs. Made twice after a crash, a diagnosis is stored once."""

    database: Database
    clock: Clock
    options: DiagnosisOptions
    knowledge: Knowledge
    patience_s: float = PATIENCE_S
    """Real seconds after which it is told how far a diagnosis is."""

    async def __call__(self, claim: Claim) -> Outcome:
        """Connect to every address of the target; what cannot be observed is a result too."""
        incident_id = str(claim.job.payload["incident"])
        number = int(str(claim.job.payload["number"]))
        async with self.database.reading() as session:
            target = await session.scalar(
                select(DiagnosisRow.target).where(
                    DiagnosisRow.team_id == claim.job.team_id,
                    DiagnosisRow.incident_id == incident_id,
                    DiagnosisRow.number == number,
                )
            )
            if target is None:
                return Done()
            incident = await session.get_one(IncidentRow, incident_id)
            inquiry = Inquiry(
                expectations=expectations_of(incident) if incident.subject_value == target else (),
                earlier=await latest_diagnosis(session, incident_id, target, before=number),
            )
            path = _health_path(incident)

        async def keep(words: str) -> None:
            async with self.database.transaction() as session:
                incident = await incident_for_change(session, claim.job.team_id, incident_id)
                await record_progress(session, incident, number, words, self.clock.now())

        async with telling(keep, self.patience_s) as tell:
            outcome = await self._outcome(target, inquiry, tell)
            health: tuple[HttpAnswer, ...] = ()
            if path is not None and isinstance(outcome, Diagnosis):
                health = await http_answers(outcome, path)

        async def take_in(session: AsyncSession) -> None:
            incident = await incident_for_change(session, claim.job.team_id, incident_id)
            await record_diagnosis(
                session,
                incident,
                number,
                outcome,
                self.clock.now(),
                knowledge=self.knowledge,
                health=health,
            )

        return Done(also=take_in)

    async def _outcome(self, target: str, inquiry: Inquiry, tell: Callable[[str], None]) -> Diagnosis | str:
        try:
            parsed = parse_target(target)
            return await diagnose(parsed, self.options, now=self.clock.now(), inquiry=inquiry, tell=tell)
        except CertincError as error:
            return str(error)


def _health_path(incident: IncidentRow) -> str | None:
    """What to ask for by HTTP, where the incident's runbook wants to know; None where nothing is asked."""
    runbook = runbook_from_json(incident.runbook) if incident.runbook else None
    if runbook is None or SERVICE_HEALTHY not in {
        *runbook.proved_by,
        *(step.check for step in runbook.steps),
    }:
        return None
    service = service_from_json(incident.service) if incident.service else None
    return service.health_path if service else "/"
