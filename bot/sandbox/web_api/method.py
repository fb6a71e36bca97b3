"""A method of the Web API: its arguments, scopes, token, tier and errors, and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.sandbox.errors import Refused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.store import Transaction, channels, users
from bot.sandbox.store.channels import Channel
from bot.sandbox.store.users import User
from bot.sandbox.web_api.arguments import Argument, Arguments

COMMON_ERRORS = frozenset(
    {
        "fatal_error",
        "internal_error",
        "invalid_arguments",
        "invalid_auth",
        "invalid_form_data",
        "invalid_json",
        "invalid_post_type",
        "json_not_object",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "ratelimited",
    }
)
"""Errors that every method may answer with."""


class Token(Enum):
    """Whose token a method wants."""

    BOT = "bot"
    APP = "app"
    ANY = "any"
    NONE = "none"
    """It is open to everybody."""


class Tier(StrEnum):
    """Slack, "Rate limits": calls a minute for each method and workspace."""

    T1 = "1+"
    T2 = "20+"
    T3 = "50+"
    T4 = "100+"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised call with its checked arguments, inside its transaction."""

    tx: Transaction
    args: Arguments
    scopes: frozenset[str]
    base_url: str
    issue_socket_url: Callable[[], str]
    has_home_tab: bool
    """Whether the app's manifest switches its Home tab on."""

    @property
    def user(self) -> str:
        """The calling bot's user id."""
        return self.tx.identity.bot_user_id

    def require_scope(self, *any_of: str) -> None:
        """Refuse unless one of these scopes is granted.

        Raises:
            Refused: ``missing_scope``, with ``needed`` and ``provided``.
        """
        if not self.scopes.intersection(any_of):
            raise missing_scope(any_of, self.scopes)

    def channel(self, argument: str = "channel") -> Channel:
        """The conversation of an argument, if the bot may know of it.

        Raises:
            Refused: ``channel_not_found``; also for a private one that the bot is not in.
        """
        found = channels.by_id(self.tx, self.args.text(argument) or "")
        if found is None or (found.is_private and not self.is_member(found)):
            raise Refused("channel_not_found")
        return found

    def joined_channel(self, argument: str = "channel", *, outside: str = "not_in_channel") -> Channel:
        """The conversation of an argument, which the bot must be in.

        Args:
            argument: Its name.
            outside: The method's code for a bot that is not.

        Raises:
            Refused: ``channel_not_found``, or ``outside``.
        """
        found = self.channel(argument)
        if not self.is_member(found):
            raise Refused(outside)
        return found

    def is_member(self, channel: Channel) -> bool:
        """Whether the bot is in the conversation."""
        return channels.is_member(self.tx, channel.id, self.user)

    def person(self, user_id: str) -> User:
        """The user with this id.

        Raises:
            Refused: ``user_not_found``.
        """
        found = users.by_id(self.tx, user_id)
        if found is None:
            raise Refused("user_not_found")
        return found


Handler = Callable[[Call], JsonObject]
"""Does the work and returns the answer without ``ok``."""


@dataclass(frozen=True, slots=True)
class Method:
    """One row of the table."""

    name: str
    handler: Handler
    tier: Tier
    arguments: tuple[Argument, ...] = ()
    scopes: tuple[str, ...] = ()
    """Any one of them is enough to call it; some conversations ask for a particular one."""

    errors: frozenset[str] = frozenset()
    """Its own errors, beside the common ones."""

    token: Token = Token.BOT

    accepts_json: bool = True
    """Whether arguments may come as a JSON body. Slack ignores such a body where it takes query and form only."""


def missing_scope(needed: tuple[str, ...], provided: frozenset[str]) -> Refused:
    """Slack's answer to a token without the scope."""
    return Refused("missing_scope", needed=",".join(needed), provided=",".join(sorted(provided)))


def errors(words: str) -> frozenset[str]:
    """Error codes from one line of them."""
    return frozenset(words.split())
