"""The review as a Markdown document. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from bot.clock import utc_minute
from bot.diagnostics.visible_text import HIDDEN
from bot.incidents.snapshot import Snapshot
from bot.reviews.questions import QUESTIONS
from bot.reviews.snapshot import ActionItem, ReviewSnapshot

Person = Callable[[str], str]
"""What someone is called, by user id; ready to be written."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{HIDDEN}]")


def review_document(
    incident: Snapshot, review: ReviewSnapshot, category_name: str, names: Mapping[str, str]
) -> str:
    """The whole document. Untrusted text can neither format it nor put HTML into it.

    Args:
        incident: At the revision to be described.
        review: The incident's.
        category_name: In words.
        names: What each of `people_in` is called; who is missing is written as their id.
    """

    def person(user_id: str) -> str:
        return plain(names.get(user_id, user_id))

    return "\n".join(
        [
            f"# Review: {plain(str(incident.subject))}",
            "",
            *_facts(incident, review, category_name, person),
            "",
            "## What happened",
            "",
            *_timeline(incident, person),
            "",
            "## Five questions",
            "",
            *_answers(review),
            "## Action items",
            "",
            *_items(review.items, person),
            "",
        ]
    )


def people_in(incident: Snapshot, review: ReviewSnapshot) -> frozenset[str]:
    """Everyone the document names, by Slack user id."""
    actors = {entry.actor for entry in incident.timeline if entry.actor}
    owners = {review.owner, *(item.owner for item in review.items)}
    return frozenset({incident.opened_by, *actors, *owners})


def plain(text: str) -> str:
    """``text`` on one line, with Markdown's and HTML's signs escaped and invisible ones made visible."""
    visible = _UNPRINTABLE.sub(lambda found: f"U+{ord(found.group()):04X}", text)
    return _MARKUP.sub(r"\\\1", " ".join(visible.split()))


def _duration(start: datetime, end: datetime) -> str:
    minutes = round((end - start).total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours or days) + [f"{minutes} min"]
    return " ".join(parts)


def _facts(incident: Snapshot, review: ReviewSnapshot, category_name: str, person: Person) -> Iterator[str]:
    diagnosis = incident.latest_diagnosis
    end = incident.resolved_at or incident.closed_at
    yield "| | |"
    yield "|---|---|"
    yield f"| Category | {plain(category_name)} |"
    yield f"| Severity | {incident.severity.upper()} |"
    yield f"| Opened | {utc_minute(incident.opened_at)} by {person(incident.opened_by)} |"
    if end is not None:
        yield f"| Duration | {_duration(incident.opened_at, end)} |"
    if diagnosis is not None:
        yield f"| Last diagnosis | {plain(diagnosis.verdict)} |"
    yield f"| Cause | {plain(review.cause) or 'Not established yet'} |"
    yield f"| Review owner | {person(review.owner)}, due {review.due_on.isoformat()} |"


def _timeline(incident: Snapshot, person: Person) -> Iterator[str]:
    for entry in incident.timeline:
        actor = f" ({person(entry.actor)})" if entry.actor else ""
        yield f"- {utc_minute(entry.at)}: {plain(entry.text)}{actor}"


def _answers(review: ReviewSnapshot) -> Iterator[str]:
    for question in QUESTIONS:
        yield f"### {question.text}"
        yield ""
        answer = review.answers.get(question.id, "")
        yield "\n\n".join(plain(part) for part in answer.splitlines() if part.strip()) or "_To be answered._"
        yield ""


def _items(items: tuple[ActionItem, ...], person: Person) -> Iterator[str]:
    if not items:
        yield "None."
    for item in items:
        reference = plain(item.reference) if item.reference else "not filed yet"
        yield f"{item.number}. **{plain(item.title)}** ({plain(item.gap)}; {reference})"
        yield f"   Owner {person(item.owner)}, due {item.due_on.isoformat()}."
        if item.why:
            yield f"   {plain(item.why)}"
        if item.acceptance:
            yield f"   Done when: {plain(item.acceptance)}"
