"""``certinc demo``: the local workspace, the misbehaving endpoints and the bot, in one process."""

import asyncio
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click

from bot.cli.logging import configure_logging
from bot.cli.sandbox_options import sandbox_options
from bot.cli.starting import collector_at_rest
from bot.cli.stopping import until_stopped


@click.command()
@sandbox_options
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@click.option("--list", "list_endpoints", is_flag=True, help="List the misbehaving endpoints, and stop.")
def command(
    port: int,
    data_dir: Path,
    latency_ms: int,
    no_rate_limits: bool,
    no_browser: bool,
    list_endpoints: bool,
) -> None:
    """Start everything there is to try, on this computer alone. Nothing leaves it."""
    if list_endpoints:
        _print_endpoints()
        return
    configure_logging("console")
    with collector_at_rest() as started:
        asyncio.run(
            _demo(port, data_dir, latency_ms, no_rate_limits, open_browser=not no_browser, started=started)
        )


def _print_endpoints() -> None:
    from bot.cli.endpoint_list import endpoint_lines
    from bot.faulty_tls import ENDPOINTS

    for line in endpoint_lines(ENDPOINTS):
        click.echo(line)


async def _demo(
    port: int,
    data_dir: Path,
    latency_ms: int,
    no_rate_limits: bool,
    *,
    open_browser: bool,
    started: Callable[[], None],
) -> None:
    from bot.app import running_bot
    from bot.cli.demo_settings import OfferedEndpoints, demo_settings
    from bot.faulty_tls import serve_faulty_endpoints
    from bot.sandbox.server import serve
    from bot.sandbox.settings import SandboxSettings
    from bot.storage import migrations

    sandbox = SandboxSettings(data_dir, port, latency_ms, rate_limits=not no_rate_limits)
    async with (
        until_stopped() as stopped,
        serve(sandbox) as workspace,
        serve_faulty_endpoints(data_dir, workspace.clock) as endpoints,
    ):
        workspace.offer_endpoints(OfferedEndpoints(endpoints))
        settings = demo_settings(data_dir, workspace, endpoints)
        await asyncio.to_thread(migrations.upgrade, settings.effective_database_url)
        async with running_bot(settings, people=workspace.people, within_limits=not no_rate_limits):
            await workspace.app_connected()
            started()
            click.echo(f"Workspace: {workspace.base_url}")
            sys.stdout.flush()
            if open_browser and sys.stdout.isatty():
                webbrowser.open(workspace.base_url)
            await stopped.wait()
