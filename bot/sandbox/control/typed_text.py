"""What a person types, as Slack's client sends it: escaped, with people, channels and links as references.

Slack, "Formatting text for app surfaces": an app gets ``<@U…>``, ``<#C…|name>`` and ``<https://…>``, and the three
characters ``&``, ``<`` and ``>`` escaped. What stands in code stays as it was typed.
"""

import re

from bot.sandbox.store import Transaction, channels, user_groups, users
from bot.sandbox.store.users import User

_REFERENCE = re.compile(
    r"(?P<code>```.*?```|`[^`\n]+`)"
    r"|(?P<url>\bhttps?://[^\s<>]*[^\s<>.,;:!?)\]}'\"])"
    r"|(?<![\w<@])@(?P<person>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)"
    r"|(?<![\w<#&])#(?P<channel>[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)",
    re.DOTALL,
)
_BROADCASTS = ("channel", "here", "everyone")


def as_sent(tx: Transaction, author: User, typed: str) -> str:
    """The text of the message that ``author`` typed."""
    pieces: list[str] = []
    end = 0
    for match in _REFERENCE.finditer(typed):
        pieces += [_escaped(typed[end : match.start()]), _reference(tx, author, match)]
        end = match.end()
    return "".join([*pieces, _escaped(typed[end:])])


def _reference(tx: Transaction, author: User, match: re.Match[str]) -> str:
    if match["url"]:
        return f"<{_escaped(match['url'])}>"
    if match["person"]:
        return _person(tx, match["person"]) or match[0]
    if match["channel"]:
        return _channel(tx, author, match["channel"]) or match[0]
    return _escaped(match["code"])


def _person(tx: Transaction, name: str) -> str | None:
    if name in _BROADCASTS:
        return f"<!{name}>"
    user = users.by_id_or_name(tx, name)
    if user:
        return f"<@{user.id}>"
    group = next((each for each in user_groups.every(tx) if each.handle == name), None)
    return f"<!subteam^{group.id}|@{group.handle}>" if group else None


def _channel(tx: Transaction, author: User, name: str) -> str | None:
    """A private channel that the author does not see stays a word."""
    channel = channels.by_name(tx, name)
    if channel is None or (channel.is_private and not channels.is_member(tx, channel.id, author.id)):
        return None
    return f"<#{channel.id}|{channel.name}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
