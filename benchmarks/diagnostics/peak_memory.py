"""The command ``certinc`` in a process that tells, at its end, how much memory it had at most.

By the kernel's mark of this very program: what `getrusage` tells of a child includes its parent before the start.
"""

import sys
from pathlib import Path

from bot.cli import main

MARK = "VmHWM:"


def peak_bytes() -> int | None:
    """Resident memory at its highest, of this process; None where the system does not tell (it is Linux's)."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return None
    kilobytes = next((line.split()[1] for line in lines if line.startswith(MARK)), None)
    return int(kilobytes) * 1024 if kilobytes is not None else None


if __name__ == "__main__":
    try:
        main()
    finally:
        sys.stderr.write(f"{MARK} {peak_bytes()}\n")
