"""The part of the suggestion that shows known incidents like this one."""

from collections.abc import Iterator, Sequence

from bot.incidents.snapshot import Snapshot
from bot.known_incidents.similar import SimilarIncident
from bot.slack import action_ids
from bot.slack.blocks import Block, Element, button, section
from bot.slack.mrkdwn import channel, escape, shortened
from bot.slack.references import Reference

TEXT = 300
MAX_SHOWN = 3


def similar_incidents(incident: Snapshot, similar: Sequence[SimilarIncident]) -> Iterator[Block]:
    """Up to three, best first, each with its cause, its time, what fixed it, and why it is thought similar."""
    if not similar:
        return
    yield section("*Known incidents like this one*")
    for one in similar[:MAX_SHOWN]:
        yield section(_told(one), accessory=_opened_by(incident, one))


def _told(one: SimilarIncident) -> str:
    title = f"*{escape(one.title)}*" + (f" ({one.date})" if one.date else "")
    if one.own:
        title = f"\N{HOUSE BUILDING} {title}" + (f" in {channel(one.channel_id)}" if one.channel_id else "")
    lines = [title, escape(shortened(one.root_cause, TEXT))]
    if one.resolution_time:
        lines.append(f"_Took_ {escape(shortened(one.resolution_time, TEXT))}")
    if one.fixed_by:
        lines.append(f"_Fixed by_ {escape(shortened(one.fixed_by, TEXT))}")
    if one.why:
        lines.append(f"_Similar:_ {escape(shortened('; '.join(one.why), TEXT))}")
    return "\n".join(lines)


def _opened_by(incident: Snapshot, one: SimilarIncident) -> Element | None:
    """Our own is opened by its channel; all that is known of another one by a button."""
    if one.own:
        return None
    reference = Reference(incident=incident.id, revision=incident.revision, detail=one.id)
    return button("Open", action_ids.KNOWN_INCIDENT, str(reference))
