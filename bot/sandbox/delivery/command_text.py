"""The text of a slash command whose manifest says ``should_escape`` (Slack, "Slash commands", Escaping)."""

import re

from bot.sandbox.store import Transaction, channels, users

_PART = re.compile(
    r"(?<!\S)@(?P<user>[a-z0-9][a-z0-9._-]*)|(?<!\S)#(?P<channel>[a-z0-9][a-z0-9_-]*)|(?P<link>https?://\S+)"
)


def escaped_command(tx: Transaction, text: str) -> str:
    """``text`` with people, channels and links as their ids and in angle brackets.

    A name that nobody has, and a private channel, stay as typed.
    """

    def replaced(match: re.Match[str]) -> str:
        if match["link"]:
            return f"<{match['link']}>"
        if match["user"]:
            user = users.by_id_or_name(tx, match["user"])
            return f"<@{user.id}|{user.name}>" if user else match[0]
        channel = channels.by_name(tx, match["channel"])
        return f"<#{channel.id}|{channel.name}>" if channel and not channel.is_private else match[0]

    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _PART.sub(replaced, escaped)
