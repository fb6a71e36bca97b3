"""A slash command as it came, and what it is answered with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.slack.blocks import Json
from bot.slack.services import Services


@dataclass(frozen=True, slots=True)
class Invocation:
    """One ``/certinc …``."""

    user: str
    channel: str
    arguments: str
    """What stands after the verb, as typed. Untrusted."""
    trigger_id: str
    response_url: str

    @property
    def delivery(self) -> str:
        """By what a second delivery of the same command is known."""
        return f"command/{self.trigger_id}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gets: an ephemeral line, and perhaps a form."""

    text: str = ""
    """mrkdwn; everything untrusted in it is escaped."""
    form: Mapping[str, Json] | None = None


Handler = Callable[[Services, Invocation], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """One verb of ``/certinc``."""

    verb: str
    usage: str
    summary: str
    handle: Handler
