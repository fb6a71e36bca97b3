"""Text in Slack's mrkdwn, with everything untrusted made harmless.

Slack's mrkdwn escapes three signs and no others: ``&``, ``<`` and ``>``
(https://docs.slack.dev/messaging/formatting-message-text#escaping).
"""

import re
from datetime import UTC, datetime

from bot.clock import require_aware, utc_minute
from bot.diagnostics.visible_text import HIDDEN

_INVISIBLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{HIDDEN}]")

_INSTANT = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b", re.ASCII)

_CUT_ENTITY = re.compile(r"&[a-z]{0,3}\Z")

NO_BACKTICK = "\N{MODIFIER LETTER GRAVE ACCENT}"
"""Stands for a backtick inside code, which it must not end."""


def visible(text: str) -> str:
    """``text`` with control and bidirectional characters written out as ``U+202E``."""
    return _INVISIBLE.sub(lambda found: f"U+{ord(found.group()):04X}", text)


def escape(text: str) -> str:
    """Untrusted ``text`` for mrkdwn: no mention, link or broadcast in it can act."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, limit: int) -> str:
    """``text``, cut to at most ``limit`` characters with an ellipsis. Cut before escaping, not after."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shortened_markup(text: str, limit: int) -> str:
    """Formatted ``text``, cut to at most ``limit`` characters, but not within a date, a mention or an escaped sign."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    return _CUT_ENTITY.sub("", kept).rstrip() + "…"


def code(text: str) -> str:
    """Untrusted ``text`` as inline code; a backtick in it cannot end it."""
    return f"`{escape(text).replace('`', NO_BACKTICK)}`"


def code_block(text: str) -> str:
    """Untrusted ``text`` as a block of code."""
    return f"```\n{escape(text).replace('```', 3 * NO_BACKTICK)}\n```"


def user(user_id: str) -> str:
    """A mention, which Slack turns into the person's name."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    """A link to a channel."""
    return f"<#{channel_id}>"


def link(url: str, words: str) -> str:
    """A link of ours. ``words`` is escaped; ``url`` is not untrusted."""
    return f"<{url}|{escape(words)}>"


def moment(at: datetime, form: str = "{date_short_pretty} {time}") -> str:
    """An instant in each reader's own time zone, with a fallback in UTC.

    See https://docs.slack.dev/messaging/formatting-message-text#date-formatting.
    """
    utc = require_aware(at)
    return f"<!date^{int(utc.timestamp())}^{form}|{utc_minute(utc)}>"


def localised(escaped: str) -> str:
    """Escaped text with each instant in it (as `bot.clock.utc_minute` writes them) in each reader's own zone.

    Only a real date becomes one: ``2026-13-45 99:99 UTC`` in a certificate's name stays as it is.
    """

    def token(found: re.Match[str]) -> str:
        try:
            return moment(datetime.strptime(found[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC))
        except ValueError:
            return found[0]

    return _INSTANT.sub(token, escaped)


def clock_time(at: datetime) -> str:
    """The time of day alone, in each reader's zone."""
    return moment(at, "{time}")


def ago(at: datetime) -> str:
    """The instant and, where Slack renders it, how long ago or ahead that is."""
    return f"{moment(at)} ({moment(at, '{ago}')})"


def plain_time(at: datetime) -> str:
    """For notifications, which do not render dates: the time in UTC."""
    return f"{require_aware(at):%H:%M} UTC"
