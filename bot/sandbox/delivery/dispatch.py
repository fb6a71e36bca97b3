"""What is sent to the app, before it is known how the app is reached."""

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.json_types import JsonObject

ACK_TIMEOUT_S = 3.0
"""Slack, "Handling user interaction" and "The Events API": an acknowledgement is due within three seconds."""

Kind = Literal["events_api", "slash_commands", "interactive"]

_ANSWERED_INTERACTIONS = frozenset({"view_submission", "block_suggestion"})
"""Interactions whose acknowledgement may carry an answer; a click's carries none."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One thing for the app to hear of."""

    kind: Kind
    payload: JsonObject
    retry_attempt: int = 0
    """How often an event was tried before. Only events are tried again."""

    retry_reason: str = ""
    """Why the try before this one failed, in Slack's words."""

    @property
    def accepts_response(self) -> bool:
        """Whether the app may answer in its acknowledgement."""
        if self.kind == "interactive":
            return self.payload["type"] in _ANSWERED_INTERACTIONS
        return self.kind == "slash_commands"
