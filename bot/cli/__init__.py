"""The command ``certinc``."""

from bot.cli.root import main

__all__ = ["main"]
