"""``/certinc diagnose [HOST[:PORT]] [--starttls PROTO] [--expect FINGERPRINT]``."""

import structlog

from bot.incidents.deliveries import first_delivery
from bot.incidents.diagnosis_log import DiagnosisRequest
from bot.incidents.errors import DiagnosisRefusedError, IncidentNotFoundError
from bot.incidents.expect import expect_certificates
from bot.incidents.finding import incident_id_of_channel
from bot.incidents.lane import changed, incident_for_change
from bot.incidents.request_diagnosis import own_host, request_diagnosis
from bot.incidents.tables import IncidentRow
from bot.slack.ad_hoc_diagnosis import queue_ad_hoc_diagnosis
from bot.slack.listeners.commands.diagnose_words import USAGE, read_diagnose_words
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.services import Services

log = structlog.get_logger(__name__)


async def handle(services: Services, invocation: Invocation) -> Reply:
    """In an incident: one more diagnosis in the channel. Elsewhere: an answer for this person alone."""
    words = read_diagnose_words(invocation.arguments)
    target = words.target
    if target is not None and target != await _own_host(services, invocation.channel):
        await _refuse_guests(services, invocation.user, target)
    now, limits = services.clock.now(), services.diagnosis_limits
    async with services.database.transaction() as session:
        if not await first_delivery(session, services.team_id, invocation.delivery, now):
            return Reply("This was asked already.")
        try:
            incident_id = await incident_id_of_channel(session, services.team_id, invocation.channel)
        except IncidentNotFoundError:
            if target is None:
                raise
            request = DiagnosisRequest(
                services.team_id, invocation.user, target, channel_id=invocation.channel
            )
            await queue_ad_hoc_diagnosis(
                session, request, invocation.response_url, now, limits=limits, expected=words.expected
            )
        else:
            incident = await incident_for_change(session, services.team_id, incident_id)
            if words.expected:
                expect_certificates(session, incident, words.expected, now, by=invocation.user)
            await request_diagnosis(
                session, incident, now, requested_by=invocation.user, target=target, limits=limits
            )
            await changed(session, incident, now)
    return Reply("Diagnosing…")


async def _own_host(services: Services, channel: str) -> str | None:
    """The host of the incident that the channel is for, if it is for one. An incident keeps its subject."""
    async with services.database.reading() as session:
        try:
            incident_id = await incident_id_of_channel(session, services.team_id, channel)
        except IncidentNotFoundError:
            return None
        incident = await session.get(IncidentRow, incident_id)
        return own_host(incident) if incident is not None else None


async def _refuse_guests(services: Services, user: str, target: str) -> None:
    """A guest sees some channels of the company, and its network is none of them.

    Raises:
        DiagnosisRefusedError: They are a guest; or Slack does not say.
    """
    if await services.membership.is_full_member(user):
        return
    log.warning("diagnosis_refused", team=services.team_id, user=user, target=target, reason="guest")
    raise DiagnosisRefusedError(
        "Guests can have an incident's own host diagnosed, and no other one.",
        remedy="Ask a member of this workspace to do it.",
    )


COMMAND = Command(
    "diagnose",
    USAGE,
    "Connects to every address of the host and says what is wrong with its certificate.",
    handle,
)
