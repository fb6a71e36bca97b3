"""``certinc db``: the database's own verbs."""

import click


@click.group()
def command() -> None:
    """Upgrade or check the database."""


def _url() -> str:
    from bot.settings import load_settings

    return load_settings().effective_database_url


@command.command()
def upgrade() -> None:
    """Bring the database to the form that this release works with."""
    from bot.storage import migrations

    click.echo(f"The database is at revision {migrations.upgrade(_url())}.")


@command.command()
def check() -> None:
    """Say whether this release can work with the database; exit status 2 where it cannot."""
    from bot.storage import migrations

    click.echo(f"The database is at revision {migrations.check(_url())}, as it should be.")
