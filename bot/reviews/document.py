"""The review as a Markdown document. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.incidents.snapshot import Snapshot
from bot.reviews.questions import QUESTIONS
from bot.reviews.snapshot import ActionItem, ReviewSnapshot

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def review_document(incident: Snapshot, review: ReviewSnapshot, category_name: str) -> str:
    """The whole document. Untrusted text can neither format it nor put HTML into it."""
    return "\n".join(
        [
            f"# Review: {plain(str(incident.subject))}",
            "",
            *_facts(incident, review, category_name),
            "",
            "## What happened",
            "",
            *_timeline(incident),
            "",
            "## Five questions",
            "",
            *_answers(review),
            "## Action items",
            "",
            *_items(review.items),
            "",
        ]
    )


def plain(text: str) -> str:
    """``text`` on one line, with Markdown's and HTML's signs escaped and invisible ones made visible."""
    visible = _UNPRINTABLE.sub(lambda found: f"U+{ord(found.group()):04X}", text)
    return _MARKUP.sub(r"\\\1", " ".join(visible.split()))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _duration(start: datetime, end: datetime) -> str:
    minutes = round((end - start).total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours or days) + [f"{minutes} min"]
    return " ".join(parts)


def _facts(incident: Snapshot, review: ReviewSnapshot, category_name: str) -> Iterator[str]:
    diagnosis = incident.latest_diagnosis
    end = incident.resolved_at or incident.closed_at
    yield "| | |"
    yield "|---|---|"
    yield f"| Category | {plain(category_name)} |"
    yield f"| Severity | {incident.severity.upper()} |"
    yield f"| Opened | {_time(incident.opened_at)} by {_person(incident.opened_by)} |"
    if end is not None:
        yield f"| Duration | {_duration(incident.opened_at, end)} |"
    if diagnosis is not None:
        yield f"| Last diagnosis | {plain(diagnosis.verdict)} |"
    yield f"| Cause | {plain(review.cause) or 'Not established yet'} |"
    yield f"| Review owner | {_person(review.owner)}, due {review.due_on.isoformat()} |"


def _person(user_id: str) -> str:
    return f"@{plain(user_id)}"


def _timeline(incident: Snapshot) -> Iterator[str]:
    for entry in incident.timeline:
        actor = f" ({_person(entry.actor)})" if entry.actor else ""
        yield f"- {_time(entry.at)}: {plain(entry.text)}{actor}"


def _answers(review: ReviewSnapshot) -> Iterator[str]:
    for question in QUESTIONS:
        yield f"### {question.text}"
        yield ""
        answer = review.answers.get(question.id, "")
        yield "\n\n".join(plain(part) for part in answer.splitlines() if part.strip()) or "_To be answered._"
        yield ""


def _items(items: tuple[ActionItem, ...]) -> Iterator[str]:
    if not items:
        yield "None."
    for item in items:
        reference = plain(item.reference) if item.reference else "not filed yet"
        yield f"{item.number}. **{plain(item.title)}** ({plain(item.gap)}; {reference})"
        yield f"   Owner {_person(item.owner)}, due {item.due_on.isoformat()}."
        if item.why:
            yield f"   {plain(item.why)}"
        if item.acceptance:
            yield f"   Done when: {plain(item.acceptance)}"
