"""The form behind a bare ``/certinc open`` was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.errors import SubjectError
from bot.incidents.open import OpenIncident, open_incident
from bot.incidents.subject import parse_subject
from bot.slack.modals.form import FormError, Submission
from bot.slack.modals.open_form import PRIVATE, SEEN, SEVERITY, SUBJECT
from bot.slack.services import Services
from bot.taxonomy import TierId


async def handle(services: Services, form: Submission) -> None:
    """Open the incident."""
    try:
        subject = parse_subject(form.text(SUBJECT))
    except SubjectError as error:
        raise FormError(SUBJECT, str(error)) from error
    tier = form.choice(SEVERITY)
    command = OpenIncident(
        team_id=services.team_id,
        subject=subject,
        reporter=form.user,
        report=form.text(SEEN),
        severity=TierId(tier) if tier else None,
        service=await services.catalogue.find(subject.kind, subject.value),
        private="private" in form.choices(PRIVATE),
        response_url=form.private_metadata,
    )
    now = services.clock.now()
    async with services.database.transaction() as session:
        if await first_delivery(session, services.team_id, form.delivery, now):
            await open_incident(session, command, now, knowledge=services.knowledge)
