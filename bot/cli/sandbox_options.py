"""The options that ``certinc sandbox`` and ``certinc demo`` share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/certinc-demo``, apart from a real installation's data."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "certinc-demo"


def sandbox_options(command: Command) -> Command:
    """Add ``--port``, ``--data-dir``, ``--latency-ms`` and ``--no-rate-limits``."""
    for option in (
        click.option("--no-rate-limits", is_flag=True, help="Do not enforce Slack's rate limits."),
        click.option(
            "--latency-ms",
            type=click.IntRange(0, 60_000),
            default=0,
            show_default=True,
            help="Delay of each Web API answer, in milliseconds.",
        ),
        click.option(
            "--data-dir",
            type=click.Path(path_type=Path, file_okay=False),
            default=default_data_dir,
            help="Where the workspace is kept.  [default: ~/.local/share/certinc-demo]",
        ),
        click.option(
            "--port",
            type=click.IntRange(0, 65_535),
            default=8484,
            show_default=True,
            help="Port on 127.0.0.1; 0 lets the system choose.",
        ),
    ):
        command = option(command)
    return command
