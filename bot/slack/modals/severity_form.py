"""The form that changes the severity, with the reasons for what it is now."""

from collections.abc import Iterable, Iterator, Mapping

from bot.incidents.snapshot import Snapshot
from bot.slack import action_ids
from bot.slack.blocks import Block, Json, input_block, option, section, select
from bot.slack.messages.wording import severity
from bot.slack.modals.form import INPUT, modal
from bot.slack.mrkdwn import escape
from bot.slack.references import Reference
from bot.taxonomy import SeverityPolicy, TierId

SEVERITY = "severity"


def severity_form(incident: Snapshot, policy: SeverityPolicy) -> Mapping[str, Json]:
    """The four tiers, each with what it asks of the team."""
    tiers = [
        option(
            tier.upper(),
            tier.value,
            f"Respond within {policy.tier(tier).response_words}; {policy.tier(tier).cadence_words}",
        )
        for tier in TierId
    ]
    blocks = [
        section(f"Now *{severity(incident.severity)}*\n{_listed(incident.severity_reasons)}".rstrip()),
        *_recommended(incident),
        input_block(SEVERITY, "Severity", select(INPUT, tiers, initial=incident.severity)),
    ]
    reference = Reference(incident=incident.id, revision=incident.revision)
    return modal(action_ids.SEVERITY_FORM, "Severity", "Set severity", blocks, str(reference))


def _recommended(incident: Snapshot) -> Iterator[Block]:
    made = incident.suggestion.severity if incident.suggestion else None
    if made is not None:
        yield section(f"Recommended *{severity(made.tier)}*\n{_listed(made.reasons)}")


def _listed(reasons: Iterable[str]) -> str:
    return "\n".join(f"• {escape(reason)}" for reason in reasons)
