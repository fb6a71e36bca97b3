"""The workspace's own SQLite file: one module for each kind of thing kept in it."""

from bot.sandbox.store.changes import Changes, Toast
from bot.sandbox.store.database import Committed, Store, Transaction
from bot.sandbox.store.grants import Grants
from bot.sandbox.store.identity import Identity

__all__ = ["Changes", "Committed", "Grants", "Identity", "Store", "Toast", "Transaction"]
