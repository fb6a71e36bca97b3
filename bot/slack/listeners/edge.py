"""The outermost edge: whatever goes wrong in a listener is told to the person who clicked, in plain words."""

import secrets

import structlog

from bot.errors import CertincError
from bot.slack.mrkdwn import escape

log = structlog.get_logger(__name__)


def explanation(error: Exception) -> str:
    """What to tell the person. An error that is not ours is logged under a reference that they can quote."""
    if isinstance(error, CertincError):
        return escape(str(error))
    reference = secrets.token_hex(4)
    log.error("listener_failed", reference=reference, exc_info=error)
    return (
        "Something broke on our side, and nothing was changed. Please try again; if it stays, tell whoever "
        f"runs certinc the reference `{reference}`."
    )
