"""A diagnosis outside any incident: answered to one person, at most once, by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.diagnostics import DiagnosisOptions, Inquiry, diagnose, parse_expectation, parse_target
from bot.errors import CertincError
from bot.incidents.diagnosis_log import DiagnosisLimits, DiagnosisRequest, log_diagnosis
from bot.jobs.queue import enqueue
from bot.jobs.worker import Claim, Done, Outcome
from bot.slack.gateway import CALL_TIMEOUT_S, SlackGateway
from bot.slack.messages.diagnosis import diagnosis_text
from bot.slack.mrkdwn import escape

AD_HOC_DIAGNOSIS = "ad-hoc-diagnosis"
"""Kind of the job; its payload is ``{"target": …, "response_url": …, "expected": …}``."""


async def queue_ad_hoc_diagnosis(
    session: AsyncSession,
    request: DiagnosisRequest,
    response_url: str,
    now: datetime,
    *,
    limits: DiagnosisLimits,
    expected: Sequence[str] = (),
) -> None:
    """Queue it in the caller's transaction.

    Raises:
        TooManyDiagnosesError: The person has had as many as they may for now.
    """
    await log_diagnosis(session, request, now, limits)
    await enqueue(
        session,
        team_id=request.team_id,
        key=f"{AD_HOC_DIAGNOSIS}/{response_url}",
        kind=AD_HOC_DIAGNOSIS,
        payload={
            "target": request.target,
            "response_url": response_url,
            "expected": "\n".join(expected),
        },
        run_at=now,
    )


@dataclass(frozen=True, slots=True)
class AdHocDiagnosis:
    """The handler of these jobs."""

    clock: Clock
    gateway: SlackGateway
    options: DiagnosisOptions

    async def __call__(self, claim: Claim) -> Outcome:
        """Diagnose, and answer. A second try would answer twice, so there is none."""
        target = str(claim.job.payload["target"])
        response_url = str(claim.job.payload["response_url"])
        expected = str(claim.job.payload.get("expected", "")).splitlines()
        if claim.job.attempts > 1:
            return Done()
        try:
            inquiry = Inquiry(tuple(map(parse_expectation, expected)))
            result = await diagnose(parse_target(target), self.options, now=self.clock.now(), inquiry=inquiry)
            text = diagnosis_text(result)
        except CertincError as error:
            text = escape(str(error))
        claim.check_deadline(CALL_TIMEOUT_S)
        await self.gateway.respond(
            response_url, f"{text}\nTo work on it together: `/certinc open {escape(target)}`"
        )
        return Done()
