"""What every form shares: the view around its fields, and reading the fields back.

Limits: https://docs.slack.dev/reference/views/modal-views
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.errors import CertincError
from bot.slack.blocks import Block, Json, plain_text

TITLE_TEXT = 24
INPUT = "input"
"""``action_id`` of each field's only element; the ``block_id`` names the field."""


class FormError(CertincError):
    """One field cannot be taken as it is.

    Attributes:
        field: The ``block_id`` beside which the sentence is shown.
    """

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


def modal(
    callback_id: str, title: str, submit: str, blocks: Sequence[Block], private_metadata: str
) -> Mapping[str, Json]:
    """A modal view."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, TITLE_TEXT),
        "submit": plain_text(submit, TITLE_TEXT),
        "close": plain_text("Cancel", TITLE_TEXT),
        "private_metadata": private_metadata,
        "blocks": list(blocks),
    }


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent."""

    user: str
    view_id: str
    view_hash: str
    private_metadata: str
    values: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """Slack's ``state.values``: by ``block_id``, then ``action_id``."""

    @property
    def delivery(self) -> str:
        """By what a second delivery of the same submission is known."""
        return f"form/{self.view_id}/{self.view_hash}"

    def _field(self, name: str) -> Mapping[str, Any]:
        return self.values.get(name, {}).get(INPUT, {})

    def text(self, name: str) -> str:
        """What was written, without surrounding space; empty where nothing was."""
        return str(self._field(name).get("value") or "").strip()

    def choice(self, name: str) -> str | None:
        """The value of the chosen option."""
        chosen = self._field(name).get("selected_option")
        return str(chosen["value"]) if chosen else None

    def choices(self, name: str) -> tuple[str, ...]:
        """The values of the ticked options."""
        return tuple(str(option["value"]) for option in self._field(name).get("selected_options") or ())

    def person(self, name: str) -> str | None:
        """The chosen person's Slack id."""
        return self._field(name).get("selected_user")

    def day(self, name: str) -> date | None:
        """The chosen day."""
        chosen = self._field(name).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def moment(self, name: str) -> datetime | None:
        """The chosen instant, in UTC. Slack sends it as a Unix time."""
        chosen = self._field(name).get("selected_date_time")
        return datetime.fromtimestamp(int(chosen), UTC) if chosen else None
