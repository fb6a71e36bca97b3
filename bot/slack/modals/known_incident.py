"""All that is known of one known incident, to read."""

from collections.abc import Iterable, Iterator, Mapping

from bot.known_incidents.library import LibraryEntry
from bot.slack import action_ids
from bot.slack.blocks import SECTION_TEXT, Block, Json, context, plain_text, section
from bot.slack.modals.form import TITLE_TEXT
from bot.slack.mrkdwn import escape, link
from bot.taxonomy import Taxonomy


def known_incident_view(entry: LibraryEntry, taxonomy: Taxonomy) -> Mapping[str, Json]:
    """A modal without a form."""
    return {
        "type": "modal",
        "callback_id": action_ids.KNOWN_INCIDENT_VIEW,
        "title": plain_text("Known incident", TITLE_TEXT),
        "close": plain_text("Close", TITLE_TEXT),
        "blocks": _blocks(entry, taxonomy),
    }


def _blocks(entry: LibraryEntry, taxonomy: Taxonomy) -> list[Block]:
    known = entry.incident
    kinds = [taxonomy.name_of(each) or each for each in (entry.category, *known.also)]
    told = {
        "Root cause": escape(known.root_cause),
        "How long it takes": escape(known.resolution_time or ""),
        "What fixed it": escape(known.fixed_by),
        "What teams do afterwards": escape(known.post_incident_action),
    }
    blocks: list[Block] = [section(f"*{escape(known.title)}*" + (f"\n{known.date}" if known.date else ""))]
    blocks += map(section, _lists("*What was seen*", [f"• {escape(each)}" for each in known.symptoms]))
    blocks += [section(f"*{heading}*\n{text}") for heading, text in told.items() if text]
    source = [link(str(known.source), "Source")] if known.source else ["A recurring pattern"]
    blocks.append(context(" · ".join([*source, *map(escape, kinds)])))
    return blocks


def _lists(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Heading and lines, in as many parts as sections are needed for them."""
    part = heading
    for line in lines:
        if len(part) + 1 + len(line) > SECTION_TEXT:
            yield part
            part = line
        else:
            part = f"{part}\n{line}"
    yield part
