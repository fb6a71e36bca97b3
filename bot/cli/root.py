"""The root of the command line. Each verb is a file of its own, imported only when it is asked for."""

import importlib
import sys

import click

from bot import __version__
from bot.errors import CertincError

VERBS: dict[str, tuple[str, str]] = {
    "run": ("bot.cli.run", "Start the bot against Slack."),
    "demo": ("bot.cli.demo", "Start a local workspace, misbehaving endpoints and the bot."),
    "sandbox": ("bot.cli.sandbox", "Serve the local workspace alone."),
    "diagnose": ("bot.cli.diagnose", "Say what is wrong with a host's certificate."),
    "triage": ("bot.cli.triage", "Say which kind of incident it is, and what it looks like."),
    "runbooks": ("bot.cli.runbooks", "List, show or check the runbooks."),
    "findings": ("bot.cli.findings", "List everything that a diagnosis can find."),
    "schema": ("bot.cli.schema", "Print the JSON schema of a diagnosis or a content file."),
    "db": ("bot.cli.db", "Upgrade or check the database."),
}
"""Verb -> (module, one line of help). The module holds a click command called ``command``."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order in which a newcomer meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, imported now; None where there is no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(verb, summary) for verb, (_, summary) in VERBS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="certinc")
def root() -> None:
    """A Slack bot for certificate incidents."""


def main() -> None:
    """Run the command line; an error of ours is two plain sentences and exit status 2."""
    try:
        root(prog_name="certinc")
    except CertincError as error:
        click.echo(f"certinc: {error}", err=True)
        sys.exit(2)
