"""The form with all nineteen categories and the two other outcomes."""

from collections.abc import Mapping

from bot.incidents.snapshot import Snapshot
from bot.slack import action_ids
from bot.slack.blocks import Block, Json, grouped_select, input_block, option, section
from bot.slack.modals.form import INPUT, modal
from bot.slack.mrkdwn import escape, shortened
from bot.slack.references import Reference
from bot.taxonomy import Taxonomy

CATEGORY = "category"
MAX_REASONS = 4
REASON = 300


def category_form(incident: Snapshot, taxonomy: Taxonomy) -> Mapping[str, Json]:
    """Every category under its group; the suggested one is chosen already where none is confirmed."""
    ranked = incident.suggestion.suggestion.ranked if incident.suggestion else ()
    suggested = ranked[0] if ranked else None
    groups = [
        (group.name, [option(category.name, category.id) for category in group.categories])
        for group in taxonomy.groups
    ]
    groups.append(("Something else", [option(outcome.name, outcome.id) for outcome in taxonomy.outcomes]))
    initial = incident.category or (suggested.id if suggested else None)
    blocks: list[Block] = []
    if suggested:
        why = "\n".join(
            f"• {escape(shortened(reason, REASON))}" for reason in suggested.reasons_for[:MAX_REASONS]
        )
        headline = f"Suggested: *{escape(suggested.name)}* ({suggested.likelihood_word})"
        blocks.append(section(f"{headline}\n{why}".rstrip()))
    blocks.append(input_block(CATEGORY, "Category", grouped_select(INPUT, groups, initial=initial)))
    reference = Reference(incident=incident.id, revision=incident.revision)
    return modal(action_ids.CATEGORY_FORM, "Category", "Set category", blocks, str(reference))
