"""Forms that were sent: each is one transaction, then the acknowledgement that closes the form."""

from slack_bolt.async_app import AsyncApp

from bot.slack import action_ids
from bot.slack.listeners.forms import category, close, open_incident, severity, step, update
from bot.slack.listeners.forms.listener import listener
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    """Listen for every form."""
    handlers = {
        action_ids.OPEN_FORM: open_incident.handle,
        action_ids.UPDATE_FORM: update.handle,
        action_ids.CATEGORY_FORM: category.handle,
        action_ids.SEVERITY_FORM: severity.handle,
        action_ids.CLOSE_FORM: close.handle,
        action_ids.STEP_FORM: step.handle,
    }
    for callback_id, handle in handlers.items():
        app.view(callback_id)(listener(services, handle))
