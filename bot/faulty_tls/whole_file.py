"""Writing a file whole or not at all: a demo that is killed must start again."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content``, readable by its owner alone; a reader sees the old file or the new one."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    os.replace(partial, path)  # noqa: PTH105 - os.replace is atomic by its documentation
