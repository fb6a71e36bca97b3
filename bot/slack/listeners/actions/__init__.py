"""Clicks on buttons and checkboxes: each is one transaction, then the acknowledgement."""

import re

from slack_bolt.async_app import AsyncApp

from bot.slack import action_ids
from bot.slack.listeners.actions import buttons, form_buttons, step, tick
from bot.slack.listeners.actions.click import listener
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    """Listen for every click that the messages offer."""
    plain = {
        action_ids.TAKE_COMMAND: buttons.take_command,
        action_ids.DIAGNOSE_AGAIN: buttons.diagnose_again,
        action_ids.CONFIRM_CATEGORY: buttons.confirm_category,
        action_ids.POST_UPDATE: form_buttons.open_update_form,
        action_ids.OTHER_CATEGORY: form_buttons.open_category_form,
        action_ids.SEVERITY: form_buttons.open_severity_form,
        action_ids.CLOSE: form_buttons.open_close_form,
        action_ids.KNOWN_INCIDENT: form_buttons.open_known_incident,
        action_ids.TICK: tick.tick,
        action_ids.STEP_MENU: step.choose_from_menu,
        action_ids.CHECK_STEP: step.check,
    }
    for action_id, handle in plain.items():
        app.action(action_id)(listener(services, handle))
    answers = re.compile(rf"^{action_ids.ANSWER}\|")
    app.action(answers)(listener(services, buttons.answer))
    decisions = re.compile(rf"^{action_ids.DECIDE}\|")
    app.action(decisions)(listener(services, step.decide))
