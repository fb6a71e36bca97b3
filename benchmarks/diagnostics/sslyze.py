"""sslyze beside ours, in a virtual environment of its own under ``.bench/``.

It is under the AGPL: it is run here as somebody else's program, to be compared with, and is never a dependency of this
project. Beside cryptography 50 only an ancient version could be installed anyway, hence its own environment.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diagnostics.fleet import place_of

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".bench" / "sslyze"
REQUIREMENT = "sslyze>=6.3,<7"
INSTALL_S = 300


class NotInstalledError(Exception):
    """Why sslyze cannot be compared with here."""


@dataclass(frozen=True, slots=True)
class Sslyze:
    """Its command."""

    program: Path

    @classmethod
    def installed(cls) -> "Sslyze":
        """In its environment, which is made the first time.

        Raises:
            NotInstalledError: It cannot be.
        """
        program = ENVIRONMENT / "bin" / "sslyze"
        if not program.exists():
            _install()
        return cls(program)

    @property
    def version(self) -> str:
        """As in ``sslyze 6.3.1``."""
        said = _run([str(self.program), "--help"])
        words = next((line for line in said.splitlines() if line.startswith("SSLyze version")), "")
        return f"sslyze {words.rpartition(' ')[2]}"

    def command(self, entries: Sequence[str], trust_anchor: str) -> list[str]:
        """Its look at the certificates of these servers, and at nothing else."""
        return [
            str(self.program),
            "--certinfo",
            "--certinfo_ca_file",
            trust_anchor,
            "--mozilla_config",
            "disable",
            *(_target(entry) for entry in entries),
        ]


def _target(entry: str) -> str:
    """``HOST:PORT{ADDRESS}``."""
    host, address, port = place_of(entry)
    return f"{host}:{port}{{{address}}}"


def _install() -> None:
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        raise NotInstalledError("sslyze is not installed: uv is missing; start this by ./dev bench")
    try:
        _run([uv, "venv", "--quiet", "--clear", str(ENVIRONMENT)])
        _run([uv, "pip", "install", "--quiet", "--python", str(ENVIRONMENT / "bin" / "python"), REQUIREMENT])
    except subprocess.CalledProcessError as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        last = (error.stderr.strip().splitlines() or ["uv failed"])[-1]
        raise NotInstalledError(f"sslyze cannot be installed: {last}") from error
    except subprocess.TimeoutExpired as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise NotInstalledError(f"sslyze was not installed within {INSTALL_S} s") from error


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=INSTALL_S)
    return done.stdout
