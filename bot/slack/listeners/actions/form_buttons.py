"""Buttons that open a form. Nothing changes until the form is sent."""

from bot.incidents.errors import IncidentError
from bot.incidents.snapshot import Snapshot, load_snapshot
from bot.slack.listeners.actions.click import Answer, Click
from bot.slack.modals.category_form import category_form
from bot.slack.modals.close_form import close_form
from bot.slack.modals.known_incident import known_incident_view
from bot.slack.modals.severity_form import severity_form
from bot.slack.modals.update_form import update_form
from bot.slack.references import StaleReferenceError, read_reference
from bot.slack.services import Services


async def _open_incident_of(services: Services, click: Click) -> Snapshot:
    reference = read_reference(click.value)
    async with services.database.reading() as session:
        incident = await load_snapshot(session, services.team_id, reference.incident)
    if not incident.is_open:
        raise IncidentError("This incident is closed.", remedy="Open a new one if it is back.")
    return incident


async def open_update_form(services: Services, click: Click) -> Answer:
    """The status update."""
    incident = await _open_incident_of(services, click)
    return Answer(form=update_form(incident, services.policy, services.clock.now()))


async def open_category_form(services: Services, click: Click) -> Answer:
    """All the categories."""
    return Answer(form=category_form(await _open_incident_of(services, click), services.taxonomy))


async def open_severity_form(services: Services, click: Click) -> Answer:
    """The severity, with its reasons."""
    return Answer(form=severity_form(await _open_incident_of(services, click), services.policy))


async def open_close_form(services: Services, click: Click) -> Answer:
    """The review."""
    incident = await _open_incident_of(services, click)
    return Answer(form=close_form(incident, services.runbooks, services.clock.now()))


async def open_known_incident(services: Services, click: Click) -> Answer:
    """All that is known of a similar incident."""
    entry = services.knowledge.known.library.find(read_reference(click.value).detail)
    if entry is None:
        raise StaleReferenceError
    return Answer(form=known_incident_view(entry, services.taxonomy))
