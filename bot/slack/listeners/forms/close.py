"""The review form was sent."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.lane import incident_for_change
from bot.incidents.snapshot import load_snapshot
from bot.reviews.close_with_review import close_with_review
from bot.slack.modals.close_form import read_close
from bot.slack.modals.form import Submission
from bot.slack.references import read_reference
from bot.slack.services import Services


async def handle(services: Services, form: Submission) -> None:
    """Close the incident with its review."""
    reference = read_reference(form.private_metadata)
    now = services.clock.now()
    async with services.database.transaction() as session:
        if not await first_delivery(session, services.team_id, form.delivery, now):
            return
        incident = await incident_for_change(session, services.team_id, reference.incident)
        snapshot = await load_snapshot(session, services.team_id, reference.incident)
        command = read_close(form, snapshot, services.runbooks, now)
        await close_with_review(session, incident, command, now, taxonomy=services.taxonomy)
