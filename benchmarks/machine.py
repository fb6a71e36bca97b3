"""What it was measured on, and with which versions."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from OpenSSL import SSL

from bot.clock import utc_minute


def machine_lines(further: str = "") -> list[str]:
    """As a list in Markdown; ``further`` names versions of others."""
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("cryptography", "pyopenssl", "pkilint", "badkeys")
    )
    linked = SSL.OpenSSL_version(SSL.OPENSSL_VERSION).decode("ascii", "replace")
    return [
        f"- {_cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; {_load()}",
        f"- Python {platform.python_version()}, {libraries}, linked to {linked}",
        f"- beside it: {', '.join(filter(None, (_openssl(), further)))}",
        f"- measured {utc_minute(datetime.now(UTC))}",
    ]


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


def _openssl() -> str:
    program = shutil.which("openssl")
    if program is None:
        return "no openssl"
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True)
    return said.stdout.split("(")[0].strip()
