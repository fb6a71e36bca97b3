"""What can go wrong when the local workspace starts, and how it says no to a caller."""

from typing import Any

from bot.errors import CertincError


class SandboxError(CertincError):
    """The local workspace cannot start."""


class PortTakenError(SandboxError):
    """Another program listens on the port."""


class DataDirInUseError(SandboxError):
    """Another running workspace owns the data directory."""


class ManifestError(SandboxError):
    """The app manifest is missing, or is not one."""


class Refused(SandboxError):  # noqa: N818 - an answer to a caller, not a fault of ours
    """Slack would answer ``{"ok": false, "error": code}``.

    Args:
        code: Slack's error code.
        messages: Lines for ``response_metadata.messages``.
        extra: Further keys of the answer, such as ``needed`` and ``provided``.
    """

    def __init__(self, code: str, *, messages: tuple[str, ...] = (), **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages
        self.extra = extra


class ControlRefused(SandboxError):  # noqa: N818 - an answer to a caller, not a fault of ours
    """The control API answers with an HTTP error: the person could not have done this in a client.

    Args:
        code: Short code, Slack's where it has one.
        sentence: What the person would be told.
        status: HTTP status.
    """

    def __init__(self, code: str, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status
