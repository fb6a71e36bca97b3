"""Where an app receives signed HTTP requests. The workspace never speaks to another computer."""

import ipaddress
from urllib.parse import urlsplit

from bot.sandbox.errors import SandboxError


class RequestUrlError(SandboxError):
    """The request URL is not one of this computer's, or does not answer as Slack asks."""


def loopback_url(text: str) -> str:
    """``text``, if it is an ``http`` URL of this computer.

    Raises:
        RequestUrlError: It is something else.
    """
    try:
        parts = urlsplit(text)
        is_good = parts.scheme == "http" and parts.username is None and _is_loopback(parts.hostname or "")
        _ = parts.port
    except ValueError:
        is_good = False
    if not is_good:
        raise RequestUrlError(
            f"{text!r} is not a request URL for the local workspace.",
            remedy="It must be http:// with the host localhost, 127.0.0.1 or [::1], such as "
            "http://127.0.0.1:3000/slack/events.",
        )
    return text


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
