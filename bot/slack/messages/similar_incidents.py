"""The part of the suggestion that shows known incidents like this one."""

import re
from collections.abc import Iterator, Sequence

from bot.incidents.snapshot import Snapshot
from bot.known_incidents.similar import SimilarIncident
from bot.slack import action_ids
from bot.slack.blocks import Block, Element, button, section
from bot.slack.mrkdwn import channel, escape, shortened
from bot.slack.references import Reference

MAX_SHOWN = 3
TITLE, CAUSE, TIME, FIX, WHY = 110, 150, 60, 110, 130
"""Characters of each part: three incidents have to leave room for what matters now. The rest is behind the button.

All together fit a section even where every one of them is escaped.
"""


def similar_incidents(incident: Snapshot, similar: Sequence[SimilarIncident]) -> Iterator[Block]:
    """Up to three, best first, each with its cause, its time, what fixed it, and why it is thought similar."""
    if not similar:
        return
    yield section("*Known incidents like this one*")
    for one in similar[:MAX_SHOWN]:
        yield section(_told(one), accessory=_opened_by(incident, one))


def _told(one: SimilarIncident) -> str:
    title = f"*{_short(one.title, TITLE)}*" + (f" ({escape(one.date)})" if one.date else "")
    if one.own:
        title = f"\N{HOUSE BUILDING} {title}" + (f" in {channel(one.channel_id)}" if one.channel_id else "")
    took = f"Took {_in_brief(one.resolution_time)}" if one.resolution_time else ""
    fixed = f"Fixed by: {_short(one.fixed_by, FIX)}" if one.fixed_by else ""
    why = f"_{_short('; '.join(one.why), WHY)}_" if one.why else ""
    outcome = " · ".join(part for part in (took, fixed) if part)
    return "\n".join(line for line in (title, _short(one.root_cause, CAUSE), outcome, why) if line)


def _in_brief(time: str) -> str:
    """``1 to 4 hours`` of ``1 to 4 hours: every workload has to fetch a new certificate``."""
    first = re.split(r"[:;]|, ", time)[0].rstrip(".")
    return _short(first[:1].lower() + first[1:], TIME)


def _short(text: str, limit: int) -> str:
    return escape(shortened(text, limit))


def _opened_by(incident: Snapshot, one: SimilarIncident) -> Element | None:
    """Our own is opened by its channel; all that is known of another one by a button."""
    if one.own:
        return None
    reference = Reference(incident=incident.id, revision=incident.revision, detail=one.id)
    return button("Open", action_ids.KNOWN_INCIDENT, str(reference))
