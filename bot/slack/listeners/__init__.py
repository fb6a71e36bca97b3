"""Listeners: each parses what Slack brings, calls one verb in one transaction, and only then acknowledges."""

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import actions, commands, forms
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    """Connect every listener to the app."""
    commands.register(app, services)
    actions.register(app, services)
    forms.register(app, services)
