"""Every method this workspace has, by name."""

from bot.sandbox.web_api.method import Method
from bot.sandbox.web_api.methods import (
    app,
    blocks,
    bookmarks,
    chat,
    conversations_manage,
    conversations_members,
    conversations_read,
    files,
    pins,
    reactions,
    users,
    views,
)

_FAMILIES = (
    app,
    blocks,
    bookmarks,
    chat,
    conversations_manage,
    conversations_members,
    conversations_read,
    files,
    pins,
    reactions,
    users,
    views,
)

TABLE: dict[str, Method] = {method.name: method for family in _FAMILIES for method in family.METHODS}
