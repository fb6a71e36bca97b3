"""A lock on a word, held until the transaction ends."""

import hashlib

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def hold_until_commit(session: AsyncSession, word: str) -> None:
    """Let one transaction at a time pass for ``word``.

    SQLite's writers already stand in one line. PostgreSQL takes a transaction-level advisory lock
    (documentation, section 13.3.5) on 64 bits of the word's SHA-256.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big", signed=True)
    await session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
