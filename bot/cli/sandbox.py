"""``certinc sandbox``: the local workspace alone."""

import asyncio
from pathlib import Path

import click

from bot.cli.sandbox_options import sandbox_options
from bot.cli.stopping import until_stopped


@click.command()
@sandbox_options
@click.option(
    "--request-url",
    help="Send signed HTTP requests to this URL on this computer, instead of Socket Mode.",
)
def command(
    port: int, data_dir: Path, latency_ms: int, no_rate_limits: bool, request_url: str | None
) -> None:
    """Serve the local workspace, for one bot or several."""
    asyncio.run(_serve(port, data_dir, latency_ms, no_rate_limits, request_url))


async def _serve(
    port: int, data_dir: Path, latency_ms: int, no_rate_limits: bool, request_url: str | None
) -> None:
    from bot.sandbox.server import serve
    from bot.sandbox.settings import SandboxSettings

    settings = SandboxSettings(
        data_dir, port, latency_ms, rate_limits=not no_rate_limits, request_url=request_url
    )
    async with until_stopped() as stopped, serve(settings) as running:
        click.echo(f"Workspace: {running.base_url}")
        click.echo(f"Tokens:    {running.base_url}/sandbox/tokens")
        await stopped.wait()
