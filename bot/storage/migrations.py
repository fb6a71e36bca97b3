"""Bringing a database to the form that this release works with, by alembic."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot import content
from bot.errors import CertincError
from bot.storage.database import DatabaseUrlError, sqlite_path, sync_url

UPGRADE_LOCK = 4_714_262_001
"""Number of the PostgreSQL advisory lock that one upgrade at a time holds."""


class DatabaseBehindError(CertincError):
    """The database is older than the code."""


class DatabaseAheadError(CertincError):
    """The database is newer than the code."""


def upgrade(url: str) -> str:
    """Bring the database to this release's revision, which is returned. A missing SQLite file is made.

    Raises:
        DatabaseAheadError: It is newer than the code.
        DatabaseUrlError: It cannot be reached.
    """
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    with _connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": UPGRADE_LOCK})
        _refuse_newer(connection, url)
        command.upgrade(_config(url, connection), "head")
        connection.commit()
    return _head(url)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to ``revision`` (``base``: to nothing). What does not fit there is lost."""
    with _connected(url) as connection:
        command.downgrade(_config(url, connection), revision)
        connection.commit()


def check(url: str) -> str:
    """The database's revision, if the code can work with it.

    Raises:
        DatabaseBehindError: It must be upgraded first; the sentence holds the command.
        DatabaseAheadError: It is newer than the code.
        DatabaseUrlError: It cannot be reached.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        upgrade(url)
    with _connected(url) as connection:
        _refuse_newer(connection, url)
        current = MigrationContext.configure(connection).get_current_revision()
    if current != _head(url):
        raise DatabaseBehindError(
            f"The database is at revision {current or 'none'}, and this release needs {_head(url)}.",
            remedy="Run `certinc db upgrade`.",
        )
    return _head(url)


def _config(url: str, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(content.root() / "migrations").replace("%", "%%"))
    config.set_main_option(
        "sqlalchemy.url", sync_url(url).render_as_string(hide_password=False).replace("%", "%%")
    )
    config.attributes["connection"] = connection
    return config


def _head(url: str) -> str:
    head = ScriptDirectory.from_config(_config(url)).get_current_head()
    if head is None:
        message = "the migrations have no head"
        raise LookupError(message)
    return head


def _refuse_newer(connection: Connection, url: str) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config(url)).walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseAheadError(
            f"The database is at revision {current}, which this release does not know.",
            remedy="It was upgraded by a newer certinc: install that one, or restore a backup.",
        )


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(sync_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as error:
        raise DatabaseUrlError(
            f"The database cannot be reached: {str(error.orig).strip()}.",
            remedy="Check CERTINC_DATABASE_URL and CERTINC_DATA_DIR.",
        ) from error
    finally:
        engine.dispose()
