"""What a channel may be called (Slack, ``conversations.create``)."""

import re

from bot.sandbox.errors import Refused
from bot.sandbox.store import Transaction, channels

MAX_LENGTH = 80
_ALLOWED = re.compile(r"[a-z0-9_-]+")
_PUNCTUATION = re.compile(r"[_-]+")


def require_free_name(tx: Transaction, name: str) -> None:
    """Refuse a name that Slack would not give to a channel.

    Raises:
        Refused: ``invalid_name_required``, ``…_maxlength``, ``…_specials``, ``…_punctuation`` or ``name_taken``,
            which an archived channel's name stays.
    """
    if not name.strip():
        raise Refused("invalid_name_required")
    if len(name) > MAX_LENGTH:
        raise Refused("invalid_name_maxlength")
    if not _ALLOWED.fullmatch(name):
        raise Refused("invalid_name_specials")
    if _PUNCTUATION.fullmatch(name):
        raise Refused("invalid_name_punctuation")
    if channels.by_name(tx, name):
        raise Refused("name_taken")
