"""``/certinc pir``."""

from datetime import date

from bot.reviews.snapshot import ActionItem, items_of_team
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.mrkdwn import code, escape, link, shortened, user
from bot.slack.services import Services

MAX_LINES = 25


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Review items: mine first, overdue first."""
    today = services.clock.now().date()
    async with services.database.reading() as session:
        items = await items_of_team(session, services.team_id)
    if not items:
        return Reply("There are no review items.")
    ordered = sorted(items, key=lambda item: (item.owner != invocation.user, item.due_on, item.number))
    lines = [_line(item, today) for item in ordered[:MAX_LINES]]
    if len(ordered) > MAX_LINES:
        lines.append(f"… and {len(ordered) - MAX_LINES} more")
    return Reply("\n".join(["*Review items*", *lines]))


def _line(item: ActionItem, today: date) -> str:
    if item.reference:
        reference = link(item.url, item.reference) if item.url else code(item.reference)
    else:
        reference = "not filed yet"
    overdue = " *overdue*" if item.due_on < today else ""
    title = escape(shortened(item.title, 120))
    return f"{reference} {title}, {user(item.owner)}, due {item.due_on:%d %b %Y}{overdue}"


COMMAND = Command("pir", "pir", "Lists review items: yours first, overdue first.", handle)
