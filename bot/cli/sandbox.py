"""``certinc sandbox``: the local workspace alone."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.sandbox_options import sandbox_options
from bot.cli.stopping import until_stopped

if TYPE_CHECKING:
    from bot.sandbox.settings import SandboxSettings


@click.command()
@sandbox_options
@click.option(
    "--request-url",
    help="Send signed HTTP requests to this URL on this computer, instead of Socket Mode.",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The Slack app manifest (YAML or JSON) of the bot that will use it.  [default: certinc's]",
)
def command(
    port: int,
    data_dir: Path,
    latency_ms: int,
    no_rate_limits: bool,
    request_url: str | None,
    manifest: Path | None,
) -> None:
    """Serve the local workspace, for certinc or another bot, and its replicas."""
    from bot.sandbox.settings import SandboxSettings

    settings = SandboxSettings(
        data_dir,
        port,
        latency_ms,
        rate_limits=not no_rate_limits,
        request_url=request_url,
        manifest_path=manifest,
    )
    asyncio.run(_serve(settings))


async def _serve(settings: "SandboxSettings") -> None:
    from bot.sandbox.server import serve

    async with until_stopped() as stopped, serve(settings) as running:
        click.echo(f"Workspace: {running.base_url}")
        click.echo(f"Tokens:    {running.base_url}/sandbox/tokens")
        for event, reason in running.unsent_events.items():
            click.echo(f"Not sent:  {event}: {reason}")
        await stopped.wait()
