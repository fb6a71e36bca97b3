"""What it was measured on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bot.clock import utc_minute


def machine_lines(*versions: str) -> list[str]:
    """As a list in Markdown; ``versions`` are lines of what was used."""
    return [
        f"- {_cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; {_load()}",
        *(f"- {line}" for line in versions),
        f"- measured {utc_minute(datetime.now(UTC))}",
    ]


def python_with(*packages: str) -> str:
    """As in ``Python 3.13.1, sqlalchemy 2.0.44``."""
    return ", ".join(
        (f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages))
    )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _load() -> str:
    """A machine that does other things at the same time measures those as well."""
    return f"load average {os.getloadavg()[0]:.1f} at the end"
