"""``certinc run``: the bot against real Slack, by Socket Mode."""

import asyncio

import click

from bot.cli.logging import configure_logging
from bot.cli.starting import collector_at_rest
from bot.cli.stopping import until_stopped
from bot.settings import Settings, load_settings


@click.command()
def command() -> None:
    """Start the bot. Tokens and settings come from the environment: see .env.example."""
    settings = load_settings()
    configure_logging(settings.log_format)
    asyncio.run(_run_until_stopped(settings))


async def _run_until_stopped(settings: Settings) -> None:
    with collector_at_rest() as started:
        from bot.app import running_bot

        async with until_stopped() as stopped, running_bot(settings):
            started()
            click.echo("certinc is connected to Slack. Stop it with Ctrl-C.")
            await stopped.wait()
