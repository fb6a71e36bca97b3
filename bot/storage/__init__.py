"""Engine, transactions, base class, migrations. Each room owns its own tables."""

from bot.storage.base import Base, Json, UtcDateTime
from bot.storage.database import Database

__all__ = ["Base", "Database", "Json", "UtcDateTime"]
