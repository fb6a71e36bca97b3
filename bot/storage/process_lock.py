"""One process owns a SQLite file: the lock that says so, and who holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import CertincError


class DatabaseInUseError(CertincError):
    """Another process owns the database file."""


@contextmanager
def hold_process_lock(database_path: Path) -> Iterator[None]:
    """Own ``database_path`` until the block ends, or the process does: the kernel lets go of the lock.

    Raises:
        DatabaseInUseError: Another process owns it; the sentence names its process id.
    """
    path = database_path.with_name(database_path.name + ".lock")
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise DatabaseInUseError(
                f"{database_path} is in use by another certinc (process {holder}).",
                remedy="Stop that one first, or give this one its own CERTINC_DATA_DIR. "
                "Several processes at once need PostgreSQL.",
            ) from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
