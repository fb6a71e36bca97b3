"""The part of the suggestion that shows known incidents like this one."""

from collections.abc import Iterator, Sequence

from bot.incidents.snapshot import Snapshot
from bot.known_incidents.similar import SimilarIncident
from bot.slack import action_ids
from bot.slack.blocks import Block, Element, button, section
from bot.slack.mrkdwn import channel, escape, shortened, shortened_markup
from bot.slack.references import Reference

TITLE = 150
TEXT = 300
ESCAPED = 2
"""Escaped, a text may be so many times as long: what consists of signs that are escaped is cut further."""
MAX_SHOWN = 3


def similar_incidents(incident: Snapshot, similar: Sequence[SimilarIncident]) -> Iterator[Block]:
    """Up to three, best first, each with its cause, its time, what fixed it, and why it is thought similar."""
    if not similar:
        return
    yield section("*Known incidents like this one*")
    for one in similar[:MAX_SHOWN]:
        yield section(_told(one), accessory=_opened_by(incident, one))


def _told(one: SimilarIncident) -> str:
    title = f"*{_cut(one.title, TITLE)}*" + (f" ({escape(one.date)})" if one.date else "")
    if one.own:
        title = f"\N{HOUSE BUILDING} {title}" + (f" in {channel(one.channel_id)}" if one.channel_id else "")
    lines = [title, _cut(one.root_cause)]
    if one.resolution_time:
        lines.append(f"_Took_ {_cut(one.resolution_time)}")
    if one.fixed_by:
        lines.append(f"_Fixed by_ {_cut(one.fixed_by)}")
    if one.why:
        lines.append(f"_Similar:_ {_cut('; '.join(one.why))}")
    return "\n".join(lines)


def _cut(text: str, limit: int = TEXT) -> str:
    """Escaped, and so short that all lines together fit a section."""
    return shortened_markup(escape(shortened(text, limit)), ESCAPED * limit)


def _opened_by(incident: Snapshot, one: SimilarIncident) -> Element | None:
    """Our own is opened by its channel; all that is known of another one by a button."""
    if one.own:
        return None
    reference = Reference(incident=incident.id, revision=incident.revision, detail=one.id)
    return button("Open", action_ids.KNOWN_INCIDENT, str(reference))
