"""Whole programs, from their start to their end: ours, openssl and sslyze."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.diagnostics.fleet import Fleet, place_of
from benchmarks.diagnostics.peak_memory import MARK
from benchmarks.diagnostics.sslyze import Sslyze

WITHIN_S = 300
"""A program that takes longer does not work."""


class FailedProgramError(Exception):
    """A program did not do what was to be measured."""


def certinc(fleet: Fleet, entries: Sequence[str], *options: str) -> None:
    """``certinc diagnose`` of these hosts, all of which are well.

    Raises:
        FailedProgramError: It does not say so.
    """
    targets = [_written(entry) for entry in entries]
    said = run([_certinc(), "diagnose", *options, *targets], fleet, entries)
    if said.count("✓") != len(entries):
        raise FailedProgramError(f"certinc says: {said[:1000]}")


def certinc_help() -> None:
    """``certinc diagnose --help``."""
    run([_certinc(), "diagnose", "--help"])


def python_alone() -> None:
    """Python, with nothing to do."""
    run([sys.executable, "-c", "pass"])


def certinc_peak_bytes(fleet: Fleet, entries: Sequence[str], *options: str) -> int | None:
    """Resident memory of ``certinc diagnose`` of these hosts at its highest; None where the system does not tell."""
    targets = [_written(entry) for entry in entries]
    command = [sys.executable, "-m", "benchmarks.diagnostics.peak_memory", "diagnose", *options, *targets]
    said = run(command, fleet, entries)
    told = said.rpartition(MARK)[2].strip()
    return int(told) if told.isdigit() else None


def openssl(fleet: Fleet, entry: str, program: str) -> None:
    """``openssl s_client -status`` of this host.

    Raises:
        FailedProgramError: It got no staple.
    """
    host, address, port = place_of(entry)
    said = run(
        [
            program,
            "s_client",
            "-connect",
            f"{address}:{port}",
            "-servername",
            host,
            "-status",
            "-CAfile",
            fleet.trust_anchor,
        ]
    )
    if "OCSP Response Status: successful" not in said or "Verify return code: 0" not in said:
        raise FailedProgramError(f"openssl says: {said[:1000]}")


def openssl_program() -> str | None:
    """Where it is; None where it is not installed."""
    return shutil.which("openssl")


def sslyze(program: Sslyze, fleet: Fleet, entries: Sequence[str]) -> None:
    """``sslyze --certinfo`` of these hosts.

    Raises:
        FailedProgramError: It got no staple of some.
    """
    said = run(program.command(entries, fleet.trust_anchor))
    if said.count("SUCCESSFUL") < len(entries):
        raise FailedProgramError(f"sslyze says: {said[:3000]}")


def run(command: Sequence[str], fleet: Fleet | None = None, entries: Sequence[str] = ()) -> str:
    """Its output, and its errors after that.

    Raises:
        FailedProgramError: It ended with an error.
    """
    environment = {**os.environ, "COLUMNS": "200"}
    if fleet is not None:
        environment["CERTINC_STATIC_HOSTS"] = ",".join((*entries, *fleet.services))
        environment["CERTINC_EXTRA_TRUST_ANCHORS"] = fleet.trust_anchor
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
        env=environment,
    )
    if done.returncode != 0:
        raise FailedProgramError(
            f"{command[:6]} ended with {done.returncode}: {done.stdout[:1000]}{done.stderr[-1000:]}"
        )
    return done.stdout + done.stderr


def _certinc() -> str:
    return str(Path(sys.executable).with_name("certinc"))


def _written(entry: str) -> str:
    host, port, *_ = entry.split(":")
    return f"{host}:{port}"
