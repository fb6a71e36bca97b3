"""Two judgements of one document: ours, and that of slackblocks."""

from dataclasses import dataclass

from slackblocks import InvalidUsageError

from bot.sandbox.blocks import Issue, check_message, check_view
from bot.sandbox.json_types import JsonObject
from tests.unit.sandbox.blocks.slackblocks_objects import NotConstructibleError, judged

_REFUSALS = (InvalidUsageError, NotConstructibleError, ValueError, AttributeError)
"""slackblocks refuses by the first; it meets a wrong date or a wrong initial option with the last two."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What both say of a document."""

    ours: tuple[Issue, ...]
    """What we find wrong with what would be sent."""

    theirs: str
    """Why slackblocks refuses it; empty where it does not."""


def checked(document: JsonObject) -> list[Issue]:
    """What we find wrong with a message, a modal or a Home tab."""
    kind = document["type"]
    return check_message(document["blocks"]) if kind == "message" else check_view(document, kind)


def verdicts(document: JsonObject) -> Verdicts:
    """Both judgements.

    Of a document that slackblocks takes we judge what it would send, since it leaves out what is empty
    and turns text into the kind that is allowed. One that it refuses we judge as it is.
    """
    try:
        sent = judged(document)
    except _REFUSALS as error:
        return Verdicts(tuple(checked(document)), f"{type(error).__name__}: {error}")
    # It leaves out a list of no blocks too.
    return Verdicts(tuple(checked({"blocks": [], **sent, "type": document["type"]})), "")
