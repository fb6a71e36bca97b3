"""The form that changes the severity, with the reasons for what it is now."""

from collections.abc import Mapping

from bot.incidents.snapshot import Snapshot
from bot.slack import action_ids
from bot.slack.blocks import Json, input_block, option, section, select
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
    reasons = "\n".join(f"• {escape(reason)}" for reason in incident.severity_reasons)
    blocks = [
        section(f"Now *{severity(incident.severity)}*\n{reasons}".rstrip()),
        input_block(SEVERITY, "Severity", select(INPUT, tiers, initial=incident.severity)),
    ]
    reference = Reference(incident=incident.id, revision=incident.revision)
    return modal(action_ids.SEVERITY_FORM, "Severity", "Set severity", blocks, str(reference))
