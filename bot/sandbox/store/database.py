"""The SQLite file and its transactions: what the workspace has answered, it has committed."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.sandbox.errors import SandboxError
from bot.sandbox.json_types import JsonObject
from bot.sandbox.real_time import RealTime
from bot.sandbox.store import schema
from bot.sandbox.store.changes import Changes
from bot.sandbox.store.grants import Grants
from bot.sandbox.store.identity import Identity
from bot.sandbox.store.timestamps import micros_of, of_micros, seconds_of

_CLOCK_OFFSET = "clock.offset_us"
_LAST_TS = "messages.last_us"


def to_json(value: object) -> str:
    """Compact JSON text, for a column."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@dataclass(slots=True)
class Transaction:
    """One unit of work on the workspace. Valid inside ``Store.transaction()`` only."""

    db: sqlite3.Connection
    identity: Identity
    now: datetime
    """The workspace's present, aware UTC."""

    real_s: float
    """The real present in Unix seconds, which no one moves from the page."""

    grants: Grants
    """What the app may do and hear of."""

    changes: Changes = field(default_factory=Changes)
    queued_events: list[str] = field(default_factory=list)
    """Event ids to deliver once committed."""

    @property
    def now_s(self) -> int:
        """The workspace's present in Unix seconds."""
        return seconds_of(self.now)

    def next_ts(self) -> str:
        """A message timestamp: unique and later than every one before."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (_LAST_TS,)).fetchone()
        micros = max(micros_of(self.now), int(row[0]) + 1 if row else 0)
        self.set_meta(_LAST_TS, str(micros))
        return of_micros(micros)

    def set_meta(self, key: str, value: str) -> None:
        """Store one named value."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@dataclass(frozen=True, slots=True)
class Committed:
    """What listeners learn after a commit."""

    changes: Changes
    queued_events: tuple[str, ...]


class Store:
    """The workspace's state in one SQLite file. One thread, one connection, short transactions.

    Args:
        path: The file, or ``:memory:``.
        clock: Runs message timestamps; its offset is kept in the file.
        grants: What the app may do and hear of.
        seed: Fills an empty workspace.
        install: Brings the app's bot user up to date with its manifest, at each start.
        real_time: Runs triggers, response URLs and deliveries.

    Raises:
        SandboxError: The file is no workspace, or one of a newer version.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        clock: Clock,
        grants: Grants,
        seed: Callable[[sqlite3.Connection, int], None],
        install: Callable[[sqlite3.Connection, int], None],
        real_time: RealTime,
    ) -> None:
        self.clock = clock
        self._real_time = real_time
        self.grants = grants
        self._listeners: list[Callable[[Committed], None]] = []
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            # A commit in WAL mode survives kill -9 without an fsync each; only a power cut could lose it.
            self._db.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=2000;"
            )
            self._prepare(seed, install)
        except sqlite3.Error as error:
            raise SandboxError(
                f"The workspace file {path} cannot be used: {error}.",
                remedy="Move it away to start with an empty workspace.",
            ) from error
        self.identity = self._load_identity()
        self.clock.offset = timedelta(microseconds=int(self._meta(_CLOCK_OFFSET) or 0))

    def _prepare(
        self,
        seed: Callable[[sqlite3.Connection, int], None],
        install: Callable[[sqlite3.Connection, int], None],
    ) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found > len(schema.STEPS):
            raise SandboxError(
                f"The workspace file was made by a newer version of certinc (schema {found}).",
                remedy="Update certinc, or move sandbox.db away to start with an empty workspace.",
            )
        self._db.execute("BEGIN IMMEDIATE")
        for step in schema.STEPS[found:]:
            for statement in step.split(";"):
                self._db.execute(statement)
        if not found:
            seed(self._db, seconds_of(self.clock.now()))
        install(self._db, seconds_of(self.clock.now()))
        self._db.execute(f"PRAGMA user_version = {len(schema.STEPS)}")
        self._db.execute("COMMIT")

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _load_identity(self) -> Identity:
        stored = {
            row["key"].removeprefix("identity."): row["value"]
            for row in self._db.execute("SELECT key, value FROM meta WHERE key LIKE 'identity.%'")
        }
        return Identity(**{each.name: stored[each.name] for each in fields(Identity)})

    def on_commit(self, listener: Callable[[Committed], None]) -> None:
        """Call ``listener`` after each commit that changed something visible or queued an event."""
        self._listeners.append(listener)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Run one unit of work: committed at the end, rolled back when it raises."""
        transaction = Transaction(
            self._db, self.identity, self.clock.now(), self._real_time.now_s(), self.grants
        )
        self._db.execute("BEGIN")
        try:
            yield transaction
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        if transaction.changes or transaction.queued_events:
            committed = Committed(transaction.changes, tuple(transaction.queued_events))
            for listener in self._listeners:
                listener(committed)

    def advance_clock(self, by: timedelta) -> None:
        """Move the workspace's time on.

        Raises:
            ValueError: ``by`` is negative.
        """
        self.clock.advance(by)
        with self.transaction() as tx:
            tx.set_meta(_CLOCK_OFFSET, str(self.clock.offset // timedelta(microseconds=1)))
            tx.changes.clock = True

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def json_object(text: str | None) -> JsonObject | None:
    """The object in a JSON column, or None."""
    if text is None:
        return None
    value: JsonObject = json.loads(text)
    return value
