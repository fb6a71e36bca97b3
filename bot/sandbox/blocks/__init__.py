"""Block Kit as Slack enforces it: what a message, a modal or a Home tab may consist of."""

from bot.sandbox.blocks.complete import completed_blocks, completed_view
from bot.sandbox.blocks.report import Issue
from bot.sandbox.blocks.surfaces import block_text_length, check_message, check_totals, check_view

__all__ = [
    "Issue",
    "block_text_length",
    "check_message",
    "check_totals",
    "check_view",
    "completed_blocks",
    "completed_view",
]
