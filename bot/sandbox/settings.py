"""What a person can choose when starting the local workspace."""

from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.delivery.request_url import loopback_url


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """How to serve one workspace.

    Raises:
        RequestUrlError: The request URL is not of this computer.
    """

    data_dir: Path
    """Directory of ``sandbox.db``. One running workspace owns it."""

    port: int = 8484
    """Port on 127.0.0.1; 0 lets the system choose one."""

    latency_ms: int = 0
    """Real milliseconds by which each answer under ``/api/`` is delayed."""

    rate_limits: bool = True
    """Whether Slack's rate tiers are enforced."""

    request_url: str | None = None
    """Where the app receives signed HTTP requests, on this computer. None: it uses Socket Mode."""

    manifest_path: Path | None = None
    """The app's Slack manifest (YAML). None: the one that certinc ships with."""

    def __post_init__(self) -> None:
        """Refuse a request URL elsewhere before anything is started."""
        if self.request_url is not None:
            loopback_url(self.request_url)
