"""What can go wrong between the bot and Slack.

CertincError
 └── SlackError
      ├── SlackBusyError          429: come back after `retry_after_s`
      │    └── HeldBackError      the same, by our own count: Slack was not asked
      ├── SlackUnavailableError   500s, time-outs, cut connections: it may or may not have been done
      │    └── SlackUnreachableError    no connection: it was not done
      └── SlackRefusedError       Slack says no, with a code
           └── SlackMisconfiguredError   no to everything, until an operator mends it
"""

from bot.errors import CertincError


class SlackError(CertincError):
    """A call to Slack did not succeed."""


class SlackBusyError(SlackError):
    """Slack limits this method for now."""

    SENTENCE = "Slack limits {method} for {seconds:g} s."

    def __init__(self, method: str, retry_after_s: float) -> None:
        super().__init__(self.SENTENCE.format(method=method, seconds=retry_after_s))
        self.retry_after_s = retry_after_s


class HeldBackError(SlackBusyError):
    """A call was not made, so that Slack need not refuse it."""

    SENTENCE = "The bot holds {method} back for {seconds:.1f} s, to keep within Slack's limits."


class SlackUnavailableError(SlackError):
    """There is no answer: whether the work was done is not known."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"Slack did not answer {method}: {reason}.", remedy="The bot tries again.")


class SlackUnreachableError(SlackUnavailableError):
    """There was no connection on which to ask: the work was not done."""


class SlackRefusedError(SlackError):
    """Slack refused the call.

    Attributes:
        code: Slack's error code, such as ``name_taken``.
    """

    def __init__(self, method: str, code: str, detail: str = "") -> None:
        what, remedy = SENTENCES.get(code, (f"Slack refused {method}: {code}.", ""))
        super().__init__(f"{what[:-1]} ({detail})." if detail else what, remedy=remedy)
        self.method = method
        self.code = code


class SlackMisconfiguredError(SlackRefusedError):
    """The token or its scopes are wrong: an operator must act, and then everything goes on."""


NOTHING_DONE = (SlackBusyError, SlackUnreachableError, SlackMisconfiguredError)
"""What a call raises that surely did nothing, and that is made again as it is: nobody has to ask what became of it.

Other refusals did nothing either, but are not tried again as they are.
"""

MISCONFIGURED = frozenset(
    {"missing_scope", "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
UNAVAILABLE = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})

SENTENCES: dict[str, tuple[str, str]] = {
    "missing_scope": (
        "The app lacks a permission in Slack.",
        "An admin has to install it again with the manifest of this release.",
    ),
    "invalid_auth": ("Slack does not accept the bot's token.", "An operator has to set a valid one."),
    "token_revoked": ("The bot's token was revoked.", "An admin has to install the app again."),
    "account_inactive": ("The app was removed from the workspace.", "An admin has to install it again."),
    "restricted_action": (
        "This workspace does not let the app do that.",
        "An admin can allow it under Settings & permissions.",
    ),
    "channel_not_found": ("Slack knows no such channel, or the bot cannot see it.", "Invite the bot to it."),
    "not_in_channel": ("The bot is not a member of the channel.", "Invite the bot to it."),
    "is_archived": ("The channel is archived.", "Unarchive it, or go on in another one."),
    "name_taken": ("A channel of that name exists already.", ""),
    "user_not_found": ("Slack knows no such person.", "Check the id in the catalogue."),
    "cant_invite_self": ("The bot cannot invite itself.", ""),
    "user_is_restricted": ("That person is a guest and cannot be invited.", "An admin can."),
    "too_many_pins": ("The channel has no room for another pin.", "Remove one."),
    "invalid_blocks": ("Slack did not accept the form of a message.", "Please report this as a bug."),
    "msg_too_long": ("A message was too long for Slack.", "Please report this as a bug."),
    "expired_trigger_id": ("Slack closed the window for a form before it was ready.", "Click again."),
    "exchanged_trigger_id": ("This click has opened a form already.", "Click again."),
    "message_not_found": ("The message is gone.", ""),
}
"""Slack's code -> what happened, and what to do."""
