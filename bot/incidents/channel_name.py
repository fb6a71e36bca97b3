"""The name of an incident's channel: ``inc-20261123-api-example-com``."""

import re
from datetime import datetime

from bot.incidents.subject import Subject

MAX_LENGTH = 80
"""Slack's limit for a channel name (conversations.create)."""

_OTHER = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"(?P<stem>.+)-(?P<number>[2-9]|[1-9][0-9])")


def channel_name(subject: Subject, opened_at: datetime, attempt: int = 1) -> str:
    """The name for ``subject``; from the second ``attempt`` on it ends in ``-2``, ``-3`` and so on."""
    suffix = "" if attempt == 1 else f"-{attempt}"
    slug = _OTHER.sub("-", str(subject).lower()).strip("-") or "subject"
    stem = f"inc-{opened_at:%Y%m%d}-{slug}"
    return stem[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix


def next_channel_name(name: str) -> str:
    """The name to try when Slack has ``name`` taken: it ends in the next number, from ``-2`` on."""
    found = _NUMBERED.fullmatch(name)
    stem, number = (found["stem"], int(found["number"]) + 1) if found else (name, 2)
    suffix = f"-{number}"
    return stem[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
