"""The form behind a bare ``/certinc open``."""

from collections.abc import Mapping

from bot.slack import action_ids
from bot.slack.blocks import Json, input_block, option, select, text_input
from bot.slack.modals.form import INPUT, modal
from bot.taxonomy import TierId

SUBJECT, SEEN, SEVERITY, PRIVATE = "subject", "seen", "severity", "private"


def open_form(response_url: str) -> Mapping[str, Json]:
    """Asks for the subject and what is seen; ``response_url`` is where the link to the channel goes."""
    tiers = [option(tier.upper(), tier.value) for tier in TierId]
    private: Mapping[str, Json] = {
        "type": "checkboxes",
        "action_id": INPUT,
        "options": [option("Private: only invited people see that it exists", "private")],
    }
    blocks = [
        input_block(
            SUBJECT,
            "What is affected?",
            text_input(INPUT, placeholder="api.example.com", max_length=300),
            hint="A host in any form, or ca:NAME, cert:SERIAL, key:NAME, service:NAME.",
        ),
        input_block(
            SEEN, "What is seen, by whom, since when?", text_input(INPUT, multiline=True), optional=True
        ),
        input_block(
            SEVERITY, "Severity", select(INPUT, tiers), optional=True, hint="Left empty, the policy decides."
        ),
        input_block(PRIVATE, "Who may see it?", private, optional=True),
    ]
    return modal(action_ids.OPEN_FORM, "Certificate incident", "Open", blocks, response_url)
