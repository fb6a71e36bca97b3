"""Words and signs that several messages share."""

from datetime import timedelta

from bot.incidents.snapshot import Snapshot
from bot.slack.mrkdwn import escape
from bot.taxonomy import TierId

SEVERITY_SIGNS = {TierId.T1: "🔴", TierId.T2: "🟠", TierId.T3: "🟡", TierId.T4: "⚪"}


def severity(tier: TierId) -> str:
    """``🔴 T1``: never by colour alone."""
    return f"{SEVERITY_SIGNS[tier]} {tier.upper()}"


def subject(incident: Snapshot) -> str:
    """The subject, escaped for mrkdwn."""
    return escape(str(incident.subject))


def duration(length: timedelta) -> str:
    """``1 d 3 h``, ``2 h 5 min``, ``40 min``: the two largest units, rounded down to the minute."""
    minutes = int(length.total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    named = [(days, "d"), (hours, "h"), (minutes, "min")]
    parts = [f"{number} {unit}" for number, unit in named if number]
    return " ".join(parts[:2]) or "less than a minute"


def progress_bar(done: int, total: int, width: int = 10) -> str:
    """``▰▰▰▱▱▱``, with as many signs as ``width``."""
    filled = round(width * done / total) if total else 0
    return "▰" * filled + "▱" * (width - filled)
