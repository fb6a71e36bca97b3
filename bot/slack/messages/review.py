"""Key ``review``: what was found and what will be done, with where each item was filed. Live."""

from bot.incidents.snapshot import Snapshot
from bot.reviews.questions import QUESTIONS
from bot.reviews.snapshot import ActionItem, ReviewSnapshot
from bot.slack.blocks import Block, context, divider, header, section
from bot.slack.message import Message
from bot.slack.messages.wording import duration, subject
from bot.slack.mrkdwn import code, escape, link, shortened, user
from bot.taxonomy import Taxonomy

TITLE_TEXT = 150
CAUSE_TEXT = 600
MAX_ITEMS = 20


def review(incident: Snapshot, made: ReviewSnapshot, taxonomy: Taxonomy) -> Message:
    """The review's head, its cause, and its items."""
    category = taxonomy.name_of(incident.category) if incident.category else None
    end = incident.resolved_at or incident.closed_at or made.at
    facts = [
        f"*Owner:* {user(made.owner)}, due {made.due_on:%d %b %Y}",
        f"*Category:* {escape(category) if category else 'not confirmed'}",
        f"*Lasted:* {duration(end - incident.opened_at)}",
    ]
    if made.cause:
        facts.append(f"*Cause:* {escape(shortened(made.cause, CAUSE_TEXT))}")
    blocks: list[Block] = [header(f"Review · {incident.subject}"), section("\n".join(facts)), divider()]
    blocks.append(section(f"*{_count(len(made.items))}*" if made.items else "*No action items*"))
    blocks += [section(_item(item)) for item in made.items[:MAX_ITEMS]]
    blocks.append(context(_small_print(made)))
    text = f"Review of {subject(incident)}: {_count(len(made.items))}, owner {user(made.owner)}."
    return Message(text, tuple(blocks))


def _count(number: int) -> str:
    return "1 action item" if number == 1 else f"{number} action items"


def _item(item: ActionItem) -> str:
    title = escape(shortened(item.title, TITLE_TEXT))
    if item.reference:
        filed = link(item.url, item.reference) if item.url else code(item.reference)
    elif item.error:
        filed = f"⚠️ not filed: {escape(shortened(item.error, 200))}"
    else:
        filed = "being filed…"
    return f"{filed} *{title}*\n{user(item.owner)}, due {item.due_on:%d %b %Y} · {escape(item.gap)}"


def _small_print(made: ReviewSnapshot) -> str:
    answered = sum(1 for question in QUESTIONS if made.answers.get(question.id))
    document = f" · written to {code(made.document)}" if made.document else ""
    return f"{answered} of {len(QUESTIONS)} questions answered{document}"
