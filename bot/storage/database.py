"""One engine, and the two ways to use it: a writing transaction and a reading one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import CertincError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_MS = 5_000
"""How long a SQLite writer waits for another one, in real milliseconds."""

WAKES = "wakes_workers"
"""Key in ``session.info``: this transaction queued work, so workers are woken once it is committed."""


class DatabaseUrlError(CertincError):
    """The database URL cannot be used."""


def sync_url(url: str) -> URL:
    """``url`` with the driver that alembic uses: sqlite3 or psycopg 3, without asyncio.

    Raises:
        DatabaseUrlError: Neither SQLite nor PostgreSQL.
    """
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise DatabaseUrlError(
                f"certinc stores in SQLite or PostgreSQL, not in {other}.",
                remedy="Set CERTINC_DATABASE_URL to sqlite:///PATH or postgresql://….",
            )


def async_url(url: str) -> URL:
    """``url`` with the driver that the bot uses: aiosqlite or psycopg 3."""
    parsed = sync_url(url)
    return parsed.set(drivername="sqlite+aiosqlite") if parsed.get_backend_name() == "sqlite" else parsed


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL; None for PostgreSQL and for a database in memory."""
    parsed = sync_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def _configure_sqlite(connection: "DBAPIConnection", _entry: ConnectionPoolEntry) -> None:
    """WAL, foreign keys, and no transaction of the driver's own: `_begin` opens them."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once, so that a transaction never fails half-way for want of it."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class Database:
    """The bot's database: opened once by the composition root, handed to whoever stores.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://…``.
    """

    def __init__(self, url: str) -> None:
        target = async_url(url)
        options: dict[str, Any] = {}
        if target.get_backend_name() == "postgresql":
            options = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True, "pool_timeout": 10}
        self.engine: AsyncEngine = create_async_engine(target, **options)
        self._after_wake: list[Callable[[], None]] = []
        # SQLite has one writer at a time: ours stand in line here rather than sleep in the driver.
        self._one_writer: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _configure_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading_sessions = async_sessionmaker(
            self.engine.execution_options(reading=True), expire_on_commit=False
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether one process owns the file."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A writing transaction: committed at the end, rolled back on any error.

        Workers of this process are woken after the commit if the transaction queued work for them.
        """
        async with self._one_writer, self._sessions() as session:
            async with session.begin():
                yield session
            woken = session.info.get(WAKES, False)
        if woken:
            for wake in self._after_wake:
                wake()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A consistent read that takes no write lock."""
        async with self._reading_sessions() as session, session.begin():
            yield session

    def on_queued_work(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` after each commit that queued work."""
        self._after_wake.append(wake)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
