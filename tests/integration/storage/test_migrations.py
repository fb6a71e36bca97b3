"""Bringing databases up and down, and refusing those that do not fit."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

import bot.incidents.deliveries
import bot.incidents.diagnosis_log
import bot.incidents.tables
import bot.integrations.tracker.table
import bot.jobs.table
import bot.reviews.tables
import bot.slack.posted
import bot.slack.shared_files  # noqa: F401 - importing a room's tables puts them into the metadata
from bot.storage import migrations
from bot.storage.base import Base
from bot.storage.database import DatabaseUrlError, sync_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables; for SQLite, no file at all."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'certinc.db'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


def _tables(url: str) -> set[str]:
    engine = create_engine(sync_url(url))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_upgrade_gives_what_the_models_describe(empty_url: str) -> None:
    """After an upgrade there is no difference between the database and the models."""
    migrations.upgrade(empty_url)
    engine = create_engine(sync_url(empty_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_down_and_up_again(empty_url: str) -> None:
    """The way down leaves nothing but alembic's own table, and the way up works again."""
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "base")
    assert _tables(empty_url) == {"alembic_version"}
    migrations.upgrade(empty_url)
    assert "incidents" in _tables(empty_url)


def test_every_table_carries_the_workspace() -> None:
    """No table can hold rows of two workspaces without telling them apart."""
    missing = [table.name for table in Base.metadata.tables.values() if "team_id" not in table.columns]
    assert missing == []


def test_a_missing_sqlite_file_is_made(tmp_path: Path) -> None:
    """The first start needs no command."""
    path = tmp_path / "data" / "certinc.db"
    migrations.check(f"sqlite:///{path}")
    assert path.exists()


def test_a_database_behind_is_refused_with_the_command(empty_url: str) -> None:
    """The sentence holds what to type."""
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "base")
    with pytest.raises(migrations.DatabaseBehindError, match="certinc db upgrade"):
        migrations.check(empty_url)


def test_a_database_ahead_is_refused(empty_url: str) -> None:
    """Neither check nor upgrade touches what a newer release made."""
    migrations.upgrade(empty_url)
    engine = create_engine(sync_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for act in (migrations.check, migrations.upgrade):
        with pytest.raises(migrations.DatabaseAheadError, match="newer certinc"):
            act(empty_url)


def test_an_unreachable_database_is_told_plainly() -> None:
    """No traceback of a driver, but what to check."""
    with pytest.raises(DatabaseUrlError, match="CERTINC_DATABASE_URL"):
        migrations.check("postgresql://certinc@127.0.0.1:1/none")


def test_other_databases_are_refused() -> None:
    """Only what was tested is offered."""
    with pytest.raises(DatabaseUrlError, match="SQLite or PostgreSQL"):
        sync_url("mysql://localhost/x")
