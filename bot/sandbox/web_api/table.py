"""Every method this workspace has, by name."""

from bot.sandbox.web_api.method import Method
from bot.sandbox.web_api.methods import (
    app,
    blocks,
    bookmarks,
    canvases,
    chat_changes,
    chat_posts,
    chat_schedule,
    chat_unfurl,
    conversations_manage,
    conversations_members,
    conversations_read,
    files,
    files_read,
    pins,
    reactions,
    user_groups,
    users,
    views,
)

_FAMILIES = (
    app,
    blocks,
    bookmarks,
    canvases,
    chat_changes,
    chat_posts,
    chat_schedule,
    chat_unfurl,
    conversations_manage,
    conversations_members,
    conversations_read,
    files,
    files_read,
    pins,
    reactions,
    user_groups,
    users,
    views,
)

TABLE: dict[str, Method] = {method.name: method for family in _FAMILIES for method in family.METHODS}
